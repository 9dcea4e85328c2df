#!/usr/bin/env python3
# Stops streams over Kafka: publish.py app.name=orders 'deploy 42'
# Needs confluent-kafka (Debian: python3-confluent-kafka).
import json
import os
import sys
import uuid
from datetime import datetime, timezone

from confluent_kafka import Producer


def event(selector, reason):
    return json.dumps(
        {
            "specversion": "1.0",
            "id": str(uuid.uuid4()),
            "source": "/ops/deploy-bot",
            "type": "io.github.curfew.stop.requested.v1",
            "time": datetime.now(timezone.utc).isoformat(),
            "datacontenttype": "application/json",
            "data": {"selector": selector, "reason": reason},
        }
    )


def publish(message):
    failures = []
    producer = Producer({"bootstrap.servers": os.environ["CURFEW_KAFKA_BOOTSTRAP_SERVERS"], "message.timeout.ms": 30000})
    topic = "curfew." + os.environ.get("CURFEW_NAMESPACE", "default") + ".signals"
    producer.produce(topic, message, on_delivery=lambda failure, _: failure and failures.append(failure))
    producer.flush()
    if failures:
        sys.exit(f"not published: {failures[0]}")


publish(event(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""))

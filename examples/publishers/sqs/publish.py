#!/usr/bin/env python3
# Stops streams over SQS: publish.py app.name=orders 'deploy 42'
# Needs boto3 (Debian: python3-boto3).
import json
import os
import sys
import uuid
from datetime import datetime, timezone

import boto3


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
    sqs = boto3.client("sqs", endpoint_url=os.environ.get("CURFEW_SQS_ENDPOINT"))
    given = os.environ.get("CURFEW_SQS_QUEUE_URL")  # else each driver has a queue of its own
    prefix = "curfew-" + os.environ.get("CURFEW_NAMESPACE", "default") + "-signals-"
    pages = [{"QueueUrls": [given]}] if given else sqs.get_paginator("list_queues").paginate(QueueNamePrefix=prefix)
    queues = [queue for page in pages for queue in page.get("QueueUrls", [])]
    for queue in queues:
        sqs.send_message(QueueUrl=queue, MessageBody=message)
    if not queues:
        print("no driver has a queue", file=sys.stderr)
        sys.exit(4)


publish(event(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""))

#!/usr/bin/env python3
# Stops streams over Redis: publish.py app.name=orders 'deploy 42'
# Needs redis (Debian: python3-redis).
import json
import os
import sys
import uuid
from datetime import datetime, timezone

import redis


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
    stream = "curfew:" + os.environ.get("CURFEW_NAMESPACE", "default") + ":signals"
    redis.Redis.from_url(os.environ["CURFEW_REDIS_URL"]).xadd(stream, {"m": message}, maxlen=100000, approximate=True)


publish(event(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""))

#!/usr/bin/env python3
# Stops streams over DynamoDB: publish.py app.name=orders 'deploy 42'
# Needs boto3 (Debian: python3-boto3).
import json
import os
import sys
import time
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
    boto3.client("dynamodb", endpoint_url=os.environ.get("CURFEW_DYNAMODB_ENDPOINT")).put_item(
        TableName=os.environ.get("CURFEW_DYNAMODB_TABLE", "curfew"),
        Item={
            "namespace": {"S": os.environ.get("CURFEW_NAMESPACE", "default")},
            "id": {"S": str(uuid.uuid4())},
            "message": {"S": message},
            "expires": {"N": str(int(time.time()) + 3600)},
        },
    )


publish(event(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""))

# An AWS Lambda that stops streams over DynamoDB. Invoke it with {"selector": "app.name=orders", "reason": "deploy 42"}.
# Nothing to install: boto3 is part of the runtime. Its role needs dynamodb:PutItem on the table.
import json
import os
import time

import boto3

dynamodb = boto3.client("dynamodb", endpoint_url=os.environ.get("CURFEW_DYNAMODB_ENDPOINT"))


def handler(event, context):
    # An invocation that Lambda repeats has the same request id, so it is the same signal, and acts once.
    signal = {
        "specversion": "1.0",
        "id": context.aws_request_id,
        "source": context.invoked_function_arn,
        "type": "io.github.curfew.stop.requested.v1",
        "datacontenttype": "application/json",
        "data": {"selector": event["selector"], "reason": event.get("reason", "")},
    }
    dynamodb.put_item(
        TableName=os.environ.get("CURFEW_DYNAMODB_TABLE", "curfew"),
        Item={
            "namespace": {"S": os.environ.get("CURFEW_NAMESPACE", "default")},
            "id": {"S": context.aws_request_id},
            "message": {"S": json.dumps(signal)},
            "expires": {"N": str(int(time.time()) + 3600)},
        },
    )
    return {"id": context.aws_request_id}

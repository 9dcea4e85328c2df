#!/usr/bin/env python3
# Stops streams of one driver, and waits for its answer: publish.py app.name=orders 'deploy 42'
# Needs nothing but Python 3.7.
import json
import os
import sys
import urllib.error
import urllib.request
import uuid
from datetime import datetime, timezone


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
    url = os.environ.get("CURFEW_HTTP_URLS", "http://127.0.0.1:8558") + "/signals?wait=60s"
    request = urllib.request.Request(url, message.encode(), {"Content-Type": "application/cloudevents+json"})
    if "CURFEW_HTTP_TOKEN" in os.environ:
        request.add_header("Authorization", "Bearer " + os.environ["CURFEW_HTTP_TOKEN"])
    try:
        with urllib.request.urlopen(request, timeout=70) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        sys.exit(json.load(error)["detail"])


answer = publish(event(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""))
print([report["data"]["report"] for report in answer["reports"]])
sys.exit(0 if answer["over"] and answer["asAsked"] and answer["reports"] else 3)

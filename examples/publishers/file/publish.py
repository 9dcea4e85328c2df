#!/usr/bin/env python3
# Stops streams that see a directory: publish.py app.name=orders 'deploy 42'
# Needs nothing but Python 3.7.
import json
import os
import sys
import uuid
from datetime import datetime, timezone
from pathlib import Path


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
    signals = Path(os.environ["CURFEW_FILE_DIR"]) / os.environ.get("CURFEW_NAMESPACE", "default") / "signals"
    signals.mkdir(parents=True, exist_ok=True)
    written = signals / f".{uuid.uuid4()}"  # a name that begins with a dot is not read
    written.write_text(message, encoding="utf-8")
    written.rename(signals / f"{uuid.uuid4()}.json")


publish(event(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""))

#!/usr/bin/env bash
# Stops streams that see a directory: publish.sh 'stop app.name=orders --reason "deploy 42"'
# Needs nothing.
set -euo pipefail
signals=$CURFEW_FILE_DIR/${CURFEW_NAMESPACE:-default}/signals
mkdir -p "$signals"
written=$(mktemp "$signals/.XXXXXXXX") # a name that begins with a dot is not read
echo "$1" >"$written"
chmod 644 "$written"
mv "$written" "$signals/$(date +%s)-$$"

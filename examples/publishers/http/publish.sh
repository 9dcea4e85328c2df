#!/usr/bin/env bash
# Stops streams of one driver, and waits for its answer: publish.sh 'stop app.name=orders --reason "deploy 42"'
# Needs curl.
set -euo pipefail
url=${CURFEW_HTTP_URLS:-http://127.0.0.1:8558}
curl --silent --show-error --fail-with-body --max-time 70 --data-binary "$1" \
  ${CURFEW_HTTP_TOKEN:+--header "Authorization: Bearer $CURFEW_HTTP_TOKEN"} "$url/signals?wait=60s"

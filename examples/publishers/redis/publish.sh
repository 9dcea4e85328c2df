#!/usr/bin/env bash
# Stops streams over Redis: publish.sh 'stop app.name=orders --reason "deploy 42"'
# Needs redis-cli.
set -euo pipefail
redis-cli -e -u "$CURFEW_REDIS_URL" XADD "curfew:${CURFEW_NAMESPACE:-default}:signals" MAXLEN '~' 100000 '*' m "$1"

#!/usr/bin/env bash
# Stops streams over Kafka: publish.sh 'stop app.name=orders --reason "deploy 42"'
# Needs kcat.
set -euo pipefail
printf '%s' "$1" |
  kcat -P -b "$CURFEW_KAFKA_BOOTSTRAP_SERVERS" -t "curfew.${CURFEW_NAMESPACE:-default}.signals" -X message.timeout.ms=30000

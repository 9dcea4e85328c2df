#!/usr/bin/env bash
# Stops streams over DynamoDB: publish.sh 'stop app.name=orders --reason "deploy 42"'
# Needs the AWS command line and jq.
set -euo pipefail
item=$(jq -n --arg namespace "${CURFEW_NAMESPACE:-default}" --arg id "$(date +%s)-$$-$RANDOM" --arg message "$1" \
  '{namespace: {S: $namespace}, id: {S: $id}, message: {S: $message}, expires: {N: (now + 3600 | floor | tostring)}}')
aws dynamodb put-item --table-name "${CURFEW_DYNAMODB_TABLE:-curfew}" --item "$item" \
  ${CURFEW_DYNAMODB_ENDPOINT:+--endpoint-url "$CURFEW_DYNAMODB_ENDPOINT"}

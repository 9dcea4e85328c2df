#!/usr/bin/env bash
# Stops streams over SQS: publish.sh 'stop app.name=orders --reason "deploy 42"'
# Needs the AWS command line.
set -euo pipefail
sqs() { aws sqs "$@" ${CURFEW_SQS_ENDPOINT:+--endpoint-url "$CURFEW_SQS_ENDPOINT"}; }
# One queue that is given, or else that of each driver.
queues=${CURFEW_SQS_QUEUE_URL:-$(sqs list-queues --queue-name-prefix "curfew-${CURFEW_NAMESPACE:-default}-signals-" \
  --query 'QueueUrls[]' --output text)}
# Of no queue some versions of the command line say None, and others nothing.
[ -n "${queues#None}" ] || { echo "no driver has a queue" >&2 && exit 4; }
for queue in $queues; do
  sqs send-message --queue-url "$queue" --message-body "$1" --query MessageId --output text
done

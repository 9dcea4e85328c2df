#!/usr/bin/env node
// Stops streams over SQS: publish.mjs app.name=orders 'deploy 42'
// Needs @aws-sdk/client-sqs.
import { randomUUID } from 'node:crypto';
import { SQSClient, SendMessageCommand, paginateListQueues } from '@aws-sdk/client-sqs';

const event = (selector, reason = '') =>
  JSON.stringify({
    specversion: '1.0',
    id: randomUUID(),
    source: '/ops/deploy-bot',
    type: 'io.github.curfew.stop.requested.v1',
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data: { selector, reason },
  });

async function publish(message) {
  const client = new SQSClient({ endpoint: process.env.CURFEW_SQS_ENDPOINT });
  const given = process.env.CURFEW_SQS_QUEUE_URL; // else each driver has a queue of its own
  const QueueNamePrefix = `curfew-${process.env.CURFEW_NAMESPACE ?? 'default'}-signals-`;
  const pages = given ? [{ QueueUrls: [given] }] : paginateListQueues({ client, pageSize: 1000 }, { QueueNamePrefix });
  let sent = 0;
  for await (const page of pages) {
    for (const QueueUrl of page.QueueUrls ?? []) {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: message }));
      sent++;
    }
  }
  if (sent === 0) {
    console.error('no driver has a queue');
    process.exitCode = 4;
  }
}

await publish(event(process.argv[2], process.argv[3]));

#!/usr/bin/env node
// Stops streams over DynamoDB: publish.mjs app.name=orders 'deploy 42'
// Needs @aws-sdk/client-dynamodb.
import { randomUUID } from 'node:crypto';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

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
  const client = new DynamoDBClient({ endpoint: process.env.CURFEW_DYNAMODB_ENDPOINT });
  await client.send(
    new PutItemCommand({
      TableName: process.env.CURFEW_DYNAMODB_TABLE ?? 'curfew',
      Item: {
        namespace: { S: process.env.CURFEW_NAMESPACE ?? 'default' },
        id: { S: randomUUID() },
        message: { S: message },
        expires: { N: String(Math.floor(Date.now() / 1000) + 3600) },
      },
    }),
  );
}

await publish(event(process.argv[2], process.argv[3]));

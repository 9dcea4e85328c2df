#!/usr/bin/env node
// Stops streams over Kafka: publish.mjs app.name=orders 'deploy 42'
// Needs kafkajs.
import { randomUUID } from 'node:crypto';
import { Kafka } from 'kafkajs';

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
  const brokers = process.env.CURFEW_KAFKA_BOOTSTRAP_SERVERS.split(',');
  const producer = new Kafka({ clientId: 'deploy-bot', brokers }).producer();
  await producer.connect();
  await producer.send({
    topic: `curfew.${process.env.CURFEW_NAMESPACE ?? 'default'}.signals`,
    acks: -1,
    messages: [{ value: message }],
  });
  await producer.disconnect();
}

await publish(event(process.argv[2], process.argv[3]));

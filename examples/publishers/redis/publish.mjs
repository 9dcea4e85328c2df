#!/usr/bin/env node
// Stops streams over Redis: publish.mjs app.name=orders 'deploy 42'
// Needs ioredis.
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';

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
  const redis = new Redis(process.env.CURFEW_REDIS_URL);
  const stream = `curfew:${process.env.CURFEW_NAMESPACE ?? 'default'}:signals`;
  await redis.xadd(stream, 'MAXLEN', '~', 100000, '*', 'm', message);
  await redis.quit();
}

await publish(event(process.argv[2], process.argv[3]));

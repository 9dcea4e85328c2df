#!/usr/bin/env node
// Stops streams that see a directory: publish.mjs app.name=orders 'deploy 42'
// Needs nothing but Node 18.
import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

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
  const signals = join(process.env.CURFEW_FILE_DIR, process.env.CURFEW_NAMESPACE ?? 'default', 'signals');
  await mkdir(signals, { recursive: true });
  const written = join(signals, `.${randomUUID()}`); // a name that begins with a dot is not read
  await writeFile(written, message);
  await rename(written, join(signals, `${randomUUID()}.json`));
}

await publish(event(process.argv[2], process.argv[3]));

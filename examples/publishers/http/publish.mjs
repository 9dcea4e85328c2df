#!/usr/bin/env node
// Stops streams of one driver, and waits for its answer: publish.mjs app.name=orders 'deploy 42'
// Needs nothing but Node 18.
import { randomUUID } from 'node:crypto';

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
  const token = process.env.CURFEW_HTTP_TOKEN;
  const response = await fetch(`${process.env.CURFEW_HTTP_URLS ?? 'http://127.0.0.1:8558'}/signals?wait=60s`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/cloudevents+json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: message,
    signal: AbortSignal.timeout(70_000),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail);
  return answer;
}

const answer = await publish(event(process.argv[2], process.argv[3]));
console.log(answer.reports.map((report) => report.data.report));
process.exitCode = answer.over && answer.asAsked && answer.reports.length > 0 ? 0 : 3;

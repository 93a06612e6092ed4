import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { WorkerEvents } from '../../packages/pino/src/worker-events.ts';

interface Posted {
  readonly code: string;
  readonly name: string;
  readonly args: readonly unknown[];
}

function channel(t: { after(run: () => void): void }): { events: WorkerEvents; application: MessagePort } {
  const { port1, port2 } = new MessageChannel();
  t.after(() => port1.close());
  return { events: new WorkerEvents(port1), application: port2 };
}

async function take(port: MessagePort, count: number): Promise<readonly Posted[]> {
  const posted: Posted[] = [];
  while (posted.length < count) {
    const [message] = (await once(port, 'message')) as [Posted];
    posted.push(message);
  }
  return posted;
}

test('what was confirmed is posted as a sum, without a further event', async (t) => {
  const { events, application } = channel(t);
  for (const messages of [3, 4, 5]) events.post('confirmed', [{ messages }]);
  assert.deepEqual(await take(application, 1), [
    { code: 'EVENT', name: 'confirmed', args: [{ messages: 12 }] },
  ]);
  events.post('confirmed', [{ messages: 1 }]);
  assert.deepEqual(await take(application, 1), [
    { code: 'EVENT', name: 'confirmed', args: [{ messages: 1 }] },
  ]);
});

test('the order of events stays', async (t) => {
  const { events, application } = channel(t);
  const names: string[] = [];
  const three = new Promise<void>((resolve) => {
    application.on('message', ({ name }: Posted) => {
      if (names.push(name) === 3) resolve();
    });
  });
  events.post('connected', [{ address: '127.0.0.1:1' }]);
  events.post('confirmed', [{ messages: 2 }]);
  events.post('stats', [{}]);
  await three;
  assert.deepEqual(names, ['connected', 'confirmed', 'stats']);
});

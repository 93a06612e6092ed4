import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { type Attempt, openConnection } from '../../../packages/core/src/sender/pending-connection.ts';
import { FakeClock } from '../../support/time/fake-clock.ts';

/** An attempt that the test decides about, and its clock. */
function attempt(timeoutMs = 1_000) {
  const clock = new FakeClock();
  let handle: Attempt | undefined;
  const pending = openConnection({
    where: 'tcp://127.0.0.1:1',
    timeoutMs,
    clock,
    start: (given) => {
      handle = given;
    },
  });
  assert.ok(handle);
  return { clock, pending, handle };
}

describe('an attempt to connect', () => {
  it('fails when its time is over, and destroys its socket', async () => {
    const { clock, pending, handle } = attempt(1_000);
    const socket = new Socket();
    handle.adopt(socket);
    clock.advance(999);
    assert.equal(handle.running, true);
    clock.advance(1);
    assert.equal(handle.running, false);
    await assert.rejects(pending.opened, {
      code: 'CONNECT_TIMEOUT',
      message: 'CONNECT_TIMEOUT: tcp://127.0.0.1:1: connecting took longer than 1000 ms',
    });
    assert.equal(socket.destroyed, true);
  });

  for (const [how, end] of [
    ['ready', ({ handle }) => handle.ready()],
    ['failed', ({ handle }) => handle.failed(new Error('no'))],
    ['given up', ({ pending }) => pending.abort()],
  ] as [string, (one: ReturnType<typeof attempt>) => void][]) {
    it(`leaves no timer behind when it is ${how}`, () => {
      const one = attempt();
      one.handle.adopt(new Socket());
      assert.equal(one.clock.waiting, 1);
      end(one);
      assert.equal(one.clock.waiting, 0);
    });
  }

  it('destroys a socket that is adopted after it was given up', async () => {
    const { pending, handle } = attempt();
    pending.abort();
    await assert.rejects(pending.opened, { code: 'CLOSED' });
    const socket = new Socket();
    handle.adopt(socket);
    assert.equal(socket.destroyed, true);
  });
});

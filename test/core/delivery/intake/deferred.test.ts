import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Delivery, HekaOptions } from 'heka-core';
import { openDelivery } from '../../../support/delivery/open-delivery.ts';
import { messageOf } from '../../../support/messages/frame-fields.ts';

async function setUp(t: TestContext, options: HekaOptions = {}) {
  const { delivery, server } = await openDelivery(t, options);
  return {
    delivery,
    /** Collects messages with these payloads. */
    defer: (...payloads: string[]) => {
      delivery.defer(() => payloads.forEach((payload) => delivery.log({ payload })));
    },
    /** The payloads that have arrived when all are confirmed. */
    async arrived(): Promise<readonly (string | undefined)[]> {
      await delivery.flush({ timeout: 30_000 });
      return server.frames.map((frame) => messageOf(frame).payload);
    },
  };
}

describe('messages that are collected elsewhere', () => {
  it('are logged before anything else is logged or asked for', async (t) => {
    const asks: Readonly<Record<string, (delivery: Delivery) => unknown>> = {
      stats: (delivery) => delivery.stats(),
      ready: (delivery) => delivery.ready(),
      flush: (delivery) => delivery.flush({ timeout: 1 }),
      rest: (delivery) => delivery.rest(),
      close: (delivery) => delivery.close(),
      log: (delivery) => delivery.log('later'),
      logFrames: (delivery) =>
        delivery.logFrames({
          bytes: Buffer.alloc(0),
          start: 0,
          ends: new Uint32Array(0),
          severities: new Uint8Array(0),
          count: 0,
        }),
    };
    for (const [name, ask] of Object.entries(asks)) {
      const { delivery } = await setUp(t);
      let taken = 0;
      delivery.defer(() => taken++);
      assert.equal(taken, 0, name);
      void ask(delivery);
      assert.equal(taken, 1, name);
      void ask(delivery);
      assert.equal(taken, 1, `${name}, once`);
    }
  });

  it('come before what is logged after them', async (t) => {
    const { delivery, defer, arrived } = await setUp(t);
    delivery.log('first');
    defer('second', 'third');
    delivery.log('fourth');
    assert.deepEqual(await arrived(), ['first', 'second', 'third', 'fourth']);
  });

  for (const flushInterval of [0, 5]) {
    it(`are sent without being asked for, with a flushInterval of ${flushInterval}`, async (t) => {
      const { delivery, defer } = await setUp(t, { delivery: 'best-effort', flushInterval });
      const confirmed = new Promise((resolve) => delivery.once('confirmed', resolve));
      defer('text');
      await confirmed;
      assert.equal(delivery.stats().confirmed, 1);
    });
  }

  it('have the age of the time at which they were collected', async (t) => {
    const { delivery, defer } = await setUp(t);
    const before = performance.now();
    defer('text');
    const { oldestPendingMs } = delivery.stats();
    // It is kept in tenths of a second.
    assert.ok(oldestPendingMs <= performance.now() - before + 100, `${oldestPendingMs} ms`);
  });

  it('are logged at once after the end, and count as dropped', async (t) => {
    const { delivery, defer } = await setUp(t);
    await delivery.close();
    let taken = 0;
    delivery.defer(() => taken++);
    assert.equal(taken, 1);
    defer('one', 'two');
    assert.deepEqual(delivery.stats().dropped, { closed: 2 });
  });

  it('are logged at once if there is a filter', async (t) => {
    let asked = 0;
    const { defer, arrived } = await setUp(t, { filter: () => ++asked > 0 });
    defer('one', 'two');
    assert.equal(asked, 2);
    assert.deepEqual(await arrived(), ['one', 'two']);
  });

  it('are logged again by whoever logs meanwhile', async (t) => {
    const { delivery, defer, arrived } = await setUp(t);
    delivery.defer(() => {
      delivery.log('one');
      defer('two');
    });
    assert.deepEqual(await arrived(), ['one', 'two']);
  });
});

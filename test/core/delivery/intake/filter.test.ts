import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  createDelivery,
  createMessage,
  type DeliveryStats,
  encodeFrame,
  type FilterOption,
  type HekaMessage,
  severityMax,
  typeBlacklist,
  winstonRecords,
} from 'heka-core';
import { openDelivery } from '../../../support/delivery/open-delivery.ts';
import { messageOf } from '../../../support/messages/frame-fields.ts';
import { PlainServer } from '../../../support/servers/plain-server.ts';

/** What a filter lets pass, of three messages; the counts that they leave. */
const cases: readonly (readonly [string, FilterOption, readonly string[]])[] = [
  ['the text of a matcher', 'Payload != "b"', ['a', 'c']],
  ['a function', ({ payload }: HekaMessage) => payload !== 'b', ['a', 'c']],
  ['a filter of heka-py', severityMax(5), ['c']],
  ['several filters', ['Payload != "a"', typeBlacklist(['third']), () => true], ['b']],
  ['no filter', [], ['a', 'b', 'c']],
];

describe('the option filter', () => {
  for (const [what, filter, expected] of cases) {
    it(`is ${what}`, async (t) => {
      const { delivery, server } = await openDelivery(t, { filter });
      for (const [payload, type, severity] of [
        ['a', 'first', 7],
        ['b', 'second', 6],
        ['c', 'third', 5],
      ] as const) {
        assert.equal(delivery.log({ payload, type, severity }), true);
      }
      await delivery.flush({ timeout: 30_000 });
      assert.deepEqual(
        server.frames.map((frame) => messageOf(frame).payload),
        expected,
      );
      const { accepted, confirmed, filtered, dropped } = delivery.stats();
      const passed = expected.length;
      assert.deepEqual(
        { accepted, confirmed, filtered, dropped },
        { accepted: passed, confirmed: passed, filtered: 3 - passed, dropped: {} },
      );
    });
  }

  it('is asked before a message counts as too large', async (t) => {
    const { delivery } = await openDelivery(t, {
      filter: 'Type != "unwanted"',
      oversize: 'drop',
      maxMessageBytes: 1024,
    });
    const payload = 'x'.repeat(2000);
    assert.equal(delivery.log({ type: 'unwanted', payload }), true);
    assert.equal(delivery.log({ type: 'wanted', payload }), false);
    const { accepted, filtered, dropped } = delivery.stats();
    assert.deepEqual({ accepted, filtered, dropped }, { accepted: 1, filtered: 1, dropped: { oversize: 1 } });
  });

  it('does not hold up a summary of drops', { timeout: 30_000 }, async (t) => {
    const { delivery, server } = await openDelivery(t, { filter: 'Type == "wanted"' });
    delivery.log({ type: 'wanted' });
    await server.until(() => server.frames.length === 1);
    delivery.log(undefined as unknown as string);
    await server.until(() => server.frames.length === 2);
    assert.equal(messageOf(server.frames[1] ?? '').type, 'log.dropped');
  });

  it('is asked about finished frames, one by one', async (t) => {
    const { delivery, server } = await openDelivery(t, { filter: 'Payload =~ /[2358]$/' });
    const frames = Array.from({ length: 40 }, (_, i) =>
      Buffer.from(encodeFrame(createMessage({ payload: String(i) }))),
    );
    let end = 3;
    const taken = delivery.logFrames({
      bytes: Buffer.concat([Buffer.alloc(3), ...frames]),
      start: 3,
      ends: Uint32Array.from(frames, (frame) => (end += frame.length)),
      severities: new Uint8Array(40),
      count: 39,
    });
    assert.equal(taken, 16);
    await delivery.flush({ timeout: 30_000 });
    const expected = Array.from({ length: 39 }, (_, i) => String(i)).filter((text) => /[2358]$/.test(text));
    assert.deepEqual(
      server.frames.map((frame) => messageOf(frame).payload),
      expected,
    );
    const { accepted, filtered } = delivery.stats();
    assert.deepEqual({ accepted, filtered }, { accepted: 16, filtered: 23 });
  });

  it('lets a message pass if its function throws, and reports the error', async (t) => {
    const errors: Error[] = [];
    const mistake = new TypeError('a mistake in a filter');
    const { delivery, server } = await openDelivery(t, {
      onError: (error) => errors.push(error),
      filter: () => {
        throw mistake;
      },
    });
    assert.equal(delivery.log({ payload: 'sent all the same' }), true);
    await delivery.flush({ timeout: 30_000 });
    assert.equal(server.frames.length, 1);
    assert.match(
      errors[0]?.message ?? '',
      /^FILTER_FAILED: a filter threw, its message is sent: \[Throws: TypeError\] at .*filter\.test\.ts:\d+:\d+\)?$/,
    );
    assert.equal(errors[0]?.cause, mistake);
    assert.equal(delivery.stats().lastError?.message, errors[0]?.message);
  });

  it('may have a function that logs', async (t) => {
    const { delivery, server } = await openDelivery(t, {
      filter: [
        'TRUE',
        ({ type, payload = '' }: HekaMessage) =>
          type === 'audit' || delivery.log({ type: 'audit', payload: `saw ${payload}` }),
        'Type == "audit" || Severity < 7',
      ],
    });
    for (const payload of ['a', 'b', 'c']) delivery.log({ payload, severity: payload === 'b' ? 7 : 3 });
    await delivery.flush({ timeout: 30_000 });
    assert.deepEqual(
      server.frames.map((frame) => messageOf(frame).payload),
      ['saw a', 'a', 'saw b', 'saw c', 'c'],
    );
    const { accepted, filtered } = delivery.stats();
    assert.deepEqual({ accepted, filtered }, { accepted: 5, filtered: 1 });
  });

  it('is asked about a record that is logged while another one is encoded', async (t) => {
    const server = await PlainServer.start(t);
    const delivery = createDelivery(
      { url: server.url, quiet: true, filter: 'Payload != "inner"' },
      winstonRecords,
    );
    t.after(() => delivery.close({ timeout: 1 }));
    delivery.log({
      message: 'outer',
      get during() {
        delivery.log({ message: 'inner' });
        return 'value';
      },
    });
    await delivery.flush({ timeout: 30_000 });
    assert.deepEqual(
      server.frames.map((frame) => messageOf(frame).payload),
      ['outer'],
    );
    assert.equal((delivery.stats() satisfies DeliveryStats).filtered, 1);
  });
});

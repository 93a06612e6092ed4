import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HekaError } from 'heka-core';
import { Outage } from '../../../../packages/core/src/delivery/notices/outage.ts';
import { FakeClock } from '../../../support/time/fake-clock.ts';

const refused = new HekaError('CONNECT_FAILED', 'refused');
const lost = new HekaError('CONNECTION_LOST', 'lost');

function open() {
  const clock = new FakeClock();
  const log: unknown[] = [];
  const outage = new Outage(clock, {
    began: (error) => log.push(error),
    ended: (address, outageMs) => log.push([address, outageMs]),
  });
  return { clock, outage, log };
}

describe('an outage', () => {
  it('begins with the first failure, whatever fails after it', () => {
    const { outage, log } = open();
    outage.failed(lost);
    outage.failed(refused);
    assert.deepEqual(log, [lost]);
    assert.equal(outage.lastFailure, refused);
  });

  it('is over when a connection has been open for a second', () => {
    const { clock, outage, log } = open();
    outage.failed(refused);
    clock.advance(4_000);
    outage.connected('a');
    clock.advance(999);
    assert.deepEqual(log, [refused]);
    clock.advance(1);
    assert.deepEqual(log, [refused, ['a', 5_000]]);
    assert.equal(outage.lastFailure, undefined);
    assert.equal(clock.waiting, 0);
  });

  it('is over at once when messages are confirmed', () => {
    const { clock, outage, log } = open();
    outage.failed(refused);
    outage.connected('a');
    clock.advance(10);
    outage.confirmed();
    assert.deepEqual(log, [refused, ['a', 10]]);
    clock.advance(5_000);
    assert.equal(log.length, 2);
  });

  it('goes on when connections are accepted and lost at once', () => {
    const { clock, outage, log } = open();
    for (let i = 0; i < 10; i++) {
      outage.connected('a');
      clock.advance(500);
      outage.failed(lost);
    }
    clock.advance(5_000);
    assert.deepEqual(log, [lost]);
  });

  it('is not ended by the confirmation of what was sent before it', () => {
    const { outage, log } = open();
    outage.failed(lost);
    outage.confirmed();
    assert.deepEqual(log, [lost]);
  });

  it('can come again', () => {
    const { clock, outage, log } = open();
    for (let i = 0; i < 2; i++) {
      outage.failed(lost);
      outage.connected('a');
      clock.advance(1_000);
    }
    assert.deepEqual(log, [lost, ['a', 1_000], lost, ['a', 1_000]]);
  });

  it('needs a failure: connections and confirmations alone are none', () => {
    const { clock, outage, log } = open();
    outage.connected('a');
    outage.confirmed();
    assert.deepEqual(log, []);
    assert.equal(clock.started, 0);
  });
});

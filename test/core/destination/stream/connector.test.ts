import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { beforeEach, describe, it } from 'node:test';
import { HekaError } from 'heka-core';
import type { ReconnectOptions } from '../../../../packages/core/src/destination/destination-options.ts';
import { Connector } from '../../../../packages/core/src/destination/stream/connector.ts';
import { type Address, ipAddress } from '../../../../packages/core/src/net/address.ts';
import type { PendingConnection, StreamSender } from '../../../../packages/core/src/sender/sender.ts';
import { FakeClock } from '../../../support/time/fake-clock.ts';

const options: ReconnectOptions = {
  enabled: true,
  tries: 3,
  name: 'exponential',
  initialDelayMs: 1_000,
  maxDelayMs: 30_000,
  factor: 2,
  randomisationFactor: 0,
  connectTimeoutMs: 10_000,
};
const [first, second] = [ipAddress('127.0.0.1', 1), ipAddress('127.0.0.1', 2)];
const refused = new HekaError('CONNECT_FAILED', 'refused');

let clock: FakeClock;
let asked: string[];
/** What becomes of an attempt; undefined is never decided. */
let decide: (address: Address) => Socket | HekaError | undefined;

beforeEach(() => {
  clock = new FakeClock();
  asked = [];
});

const sender: StreamSender = {
  kind: 'stream',
  url: 'tcp://nowhere:1',
  lookup: () => Promise.resolve([first, second]),
  connect(address): PendingConnection {
    asked.push(address.key);
    let abort = (): void => {};
    const opened = new Promise<Socket>((resolve, reject) => {
      abort = () => reject(new HekaError('CLOSED', 'given up'));
      const outcome = decide(address);
      if (outcome instanceof Socket) resolve(outcome);
      else if (outcome !== undefined) reject(outcome);
    });
    return { opened, abort };
  },
};

function open(more: Partial<ReconnectOptions> = {}): Connector {
  return new Connector({ sender, reconnect: { ...options, ...more }, clock, random: () => 0.5 });
}

describe('a connector', () => {
  it('connects to the first address that accepts, and knows how long it took', async () => {
    const connector = open();
    decide = ({ key }) => (key === first.key ? refused : new Socket());
    const { address, connectMs } = await connector.open([first, second]);
    assert.deepEqual([address, connectMs, asked], [second, 0, [first.key, second.key]]);
  });

  it('fails with the error of the last address', async () => {
    const last = new HekaError('CONNECT_TIMEOUT', 'took too long');
    decide = ({ key }) => (key === first.key ? refused : last);
    await assert.rejects(open().open([first, second]), last);
  });

  it('waits longer after each failure, and forgets that at a proof of health', () => {
    const connector = open();
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      connector.failed();
      waits.push(connector.waitMs);
      clock.advance(connector.waitMs);
    }
    assert.deepEqual(waits, [1_000, 2_000, 4_000]);
    assert.deepEqual([connector.failures, connector.exhausted], [3, true]);
    connector.healthy();
    assert.deepEqual([connector.failures, connector.exhausted], [0, false]);
    connector.failed();
    assert.equal(connector.waitMs, 1_000);
  });

  it('has one attempt without reconnect', () => {
    const connector = open({ enabled: false });
    connector.failed();
    assert.equal(connector.exhausted, true);
    connector.forgive();
    assert.equal(connector.exhausted, false);
  });

  it('waits once for connections that are lost together, and counts no failure', () => {
    const connector = open();
    connector.lost();
    connector.lost();
    assert.deepEqual([connector.waitMs, connector.failures], [1_000, 0]);
    clock.advance(1_000);
    connector.lost();
    assert.equal(connector.waitMs, 2_000);
  });

  it('acts when the next attempt may be made, once', () => {
    const connector = open();
    connector.failed();
    let acts = 0;
    const act = (): void => void ++acts;
    connector.schedule(act);
    connector.schedule(act);
    assert.equal(connector.scheduled, true);
    clock.advance(999);
    assert.equal(acts, 0);
    clock.advance(1);
    assert.deepEqual([acts, connector.scheduled, clock.waiting], [1, false, 0]);
  });

  it('makes the next attempt at once when it must hurry', () => {
    const connector = open();
    connector.failed();
    connector.schedule(() => assert.fail('it was called off'));
    connector.hurry();
    assert.deepEqual([connector.waitMs, connector.scheduled], [0, false]);
    clock.advance(60_000);
  });

  it('is healthy when a connection has been open for 30 s, and not before', async () => {
    const connector = open();
    connector.failed();
    const socket = new Socket();
    decide = () => socket;
    await connector.open([first]);
    clock.advance(29_999);
    assert.equal(connector.failures, 1);
    clock.advance(1);
    assert.equal(connector.failures, 0);
  });

  it('is not healthy by a connection that was closed before', async () => {
    const connector = open();
    connector.failed();
    const socket = new Socket();
    decide = () => socket;
    await connector.open([first]);
    socket.emit('close', false);
    assert.equal(clock.waiting, 0);
  });

  it('gives up what is under way when it is stopped', async () => {
    const connector = open();
    decide = () => undefined;
    const opened = connector.open([first, second]);
    connector.failed();
    connector.schedule(() => assert.fail('it was stopped'));
    connector.stop();
    await assert.rejects(opened, { code: 'CLOSED' });
    await assert.rejects(connector.open([first]), { code: 'CLOSED' });
    assert.deepEqual([asked, clock.waiting], [[first.key], 0]);
  });
});

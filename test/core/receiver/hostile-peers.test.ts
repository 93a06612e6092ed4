import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Listen } from 'heka-core/receiver';
import {
  bytes,
  frame,
  frameWithHeader,
  integer,
  messageWithPayload,
  minimalMessage,
  signedFrame,
} from '../../support/messages/wire-bytes.ts';
import { temporaryDirectory } from '../../support/processes/temporary-directory.ts';
import { cut, seededRandom } from '../../support/properties/chunking.ts';
import { RecordingReceiver, refusedIn } from '../../support/receivers/recording-receiver.ts';
import { Authority } from '../../support/servers/certificates.ts';
import { RawPeer } from '../../support/servers/raw-peer.ts';

const one = frame(messageWithPayload('one'));
const two = frame(messageWithPayload('two'));
const identity = await (await Authority.create()).issue('receiver');
const ops = { signer: 'ops', keyVersion: 1, key: 'secret', hashFunction: 'sha1' } as const;

describe('what was refused is told for each connection', () => {
  interface RefusalCase {
    readonly what: string;
    readonly stream: Uint8Array;
    readonly refused: string[];
    readonly messages: number;
    readonly requireSignature?: boolean;
  }
  const oversize = frameWithHeader(integer(1, 65_537), Buffer.alloc(0));
  const unsound = frame(bytes(minimalMessage, 0x0f, 1, 2, 3));
  const forged = signedFrame(minimalMessage, ops, Buffer.alloc(20));
  const strange = signedFrame(minimalMessage, { ...ops, signer: 'mallory' });
  const badHeader = frameWithHeader(Buffer.of(0xff, 0xff), minimalMessage);
  const cases: RefusalCase[] = [
    { what: 'nothing', stream: bytes(one, two), refused: [], messages: 2 },
    { what: 'garbage, twice', stream: bytes('??', one, '!!!', two), refused: ['garbage 2/5'], messages: 2 },
    { what: 'a message too large', stream: bytes(oversize, one), refused: ['too-large 1/7'], messages: 1 },
    {
      what: 'what is no message',
      stream: bytes(unsound, one),
      refused: [`undecodable 1/${unsound.length}`],
      messages: 1,
    },
    {
      what: 'what is no header',
      stream: bytes(badHeader, one),
      // Nobody knows where its message would end.
      refused: ['header 1/5', `garbage 1/${minimalMessage.length}`],
      messages: 1,
    },
    {
      what: 'a wrong signature and an unknown signer',
      stream: bytes(forged, strange, one),
      refused: [`wrong-signature 1/${forged.length}`, `unknown-signer 1/${strange.length}`],
      messages: 1,
    },
    {
      what: 'a message without a required signature',
      stream: bytes(one, signedFrame(minimalMessage, ops)),
      refused: [`unsigned 1/${one.length}`],
      messages: 1,
      requireSignature: true,
    },
    {
      what: 'half a frame at the end',
      stream: bytes(one, two.subarray(0, 9)),
      refused: ['truncated 1/9'],
      messages: 1,
    },
  ];

  for (const { what, stream, refused, messages, requireSignature = false } of cases) {
    it(what, async (test) => {
      const receiver = await RecordingReceiver.open(test, { signers: { ops_1: 'secret' }, requireSignature });
      const sender = await RawPeer.connect(test, receiver.url);
      assert.equal(await sender.end(stream), 'fin');
      await receiver.until(() => receiver.reports.length === 1);
      const [report] = receiver.reports;
      assert.deepEqual(refusedIn(report), refused);
      assert.equal(report?.messages, messages);
      assert.equal(report?.bytes, stream.length);
      assert.ok(receiver.refused.every(({ peer }) => peer === report?.peer));
    });
  }

  it('a signer that was refused is named, a verified one is told with the message', async (test) => {
    const receiver = await RecordingReceiver.open(test, { signers: { ops_1: 'secret' } });
    const sender = await RawPeer.connect(test, receiver.url);
    await sender.end(bytes(strange, signedFrame(minimalMessage, ops)));
    assert.deepEqual(
      receiver.refused.map(({ signer }) => signer),
      ['mallory_1'],
    );
    assert.deepEqual(
      receiver.frames.map(({ signer }) => signer),
      ['ops_1'],
    );
  });

  it('half a frame of a connection that broke', async (test) => {
    const receiver = await RecordingReceiver.open(test);
    const sender = await RawPeer.connect(test, receiver.url);
    await sender.write(bytes(one, two.subarray(0, 9)));
    await receiver.until(() => receiver.frames.length === 1);
    sender.socket.resetAndDestroy();
    await receiver.until(() => receiver.reports.length === 1);
    const [report] = receiver.reports;
    assert.equal(report?.reason, 'lost');
    assert.equal(report?.detail, 'ECONNRESET');
    assert.deepEqual(refusedIn(report), ['truncated 1/9']);
  });
});

describe('limits', () => {
  it('connections above the limit in all are reset, and taken again when one has ended', async (test) => {
    const receiver = await RecordingReceiver.open(test, { maxConnections: 2 });
    const first = await RawPeer.connect(test, receiver.url);
    await RawPeer.connect(test, receiver.url);
    const third = RawPeer.attempt(test, receiver.url);
    assert.equal(await third.farewell, 'reset');
    const [report] = receiver.reports;
    assert.equal(report?.reason, 'too-many-connections');
    assert.equal(report?.detail, 'more than 2 connections');
    assert.equal(await first.end(one), 'fin');
    await receiver.until(() => receiver.reports.length === 2);
    const fourth = await RawPeer.connect(test, receiver.url);
    assert.equal(await fourth.end(one), 'fin');
  });

  it('connections above the limit of an address are reset, others are taken', async (test) => {
    const receiver = await RecordingReceiver.open(test, {
      listen: [{ kind: 'tcp', host: '::', port: 0 }],
      maxConnectionsPerAddress: 1,
    });
    const { port } = new URL(receiver.url);
    await RawPeer.connect(test, `tcp://127.0.0.1:${port}`);
    const second = RawPeer.attempt(test, `tcp://127.0.0.1:${port}`);
    assert.equal(await second.farewell, 'reset');
    assert.equal(receiver.reports[0]?.detail, 'more than 1 connections from 127.0.0.1');
    const other = await RawPeer.connect(test, `tcp://[::1]:${port}`);
    assert.equal(await other.end(one), 'fin');
  });

  it('unix sockets have no address to count by', async (test) => {
    const directory = await temporaryDirectory(test);
    const receiver = await RecordingReceiver.open(test, {
      listen: [{ kind: 'unix', path: join(directory, 'heka.sock') }],
      maxConnectionsPerAddress: 1,
    });
    await RawPeer.connect(test, receiver.url);
    const second = await RawPeer.connect(test, receiver.url);
    assert.equal(await second.end(one), 'fin');
  });

  const tls: Listen = { kind: 'tls', port: 0, tls: identity };

  it('a handshake that is never finished is reset, and counts as a connection until then', async (test) => {
    const receiver = await RecordingReceiver.open(test, { listen: [tls], handshakeTimeout: 50 });
    const silent = await RawPeer.connect(test, receiver.url.replace('tls:', 'tcp:'));
    assert.equal(await silent.farewell, 'reset');
    await receiver.until(() => receiver.reports.length === 1);
    const [report] = receiver.reports;
    assert.equal(report?.reason, 'handshake-failed');
    assert.equal(report?.detail, 'ERR_TLS_HANDSHAKE_TIMEOUT');
    assert.equal(receiver.server.connections, 0);
  });

  it('plain frames to a TLS port are reset, not answered with a FIN', async (test) => {
    const receiver = await RecordingReceiver.open(test, { listen: [tls] });
    const plain = await RawPeer.connect(test, receiver.url.replace('tls:', 'tcp:'));
    assert.equal(await plain.end(one), 'reset');
    await receiver.until(() => receiver.reports.length === 1);
    assert.equal(receiver.reports[0]?.reason, 'handshake-failed');
  });

  it('a TLS hello to a plain port is garbage', async (test) => {
    const receiver = await RecordingReceiver.open(test);
    const hello = Buffer.from('16030100050100000103', 'hex');
    const sender = await RawPeer.connect(test, receiver.url);
    assert.equal(await sender.end(hello), 'fin');
    await receiver.until(() => receiver.reports.length === 1);
    assert.deepEqual(refusedIn(receiver.reports[0]), ['garbage 1/10']);
  });
});

describe('a started frame that is not finished', () => {
  for (const [what, start] of Object.entries({
    'one byte': Buffer.of(0x1e),
    'half a header': one.subarray(0, 3),
    'half a message': one.subarray(0, 20),
    'a frame, and half of the next': bytes(two, one.subarray(0, 20)),
  })) {
    it(`resets the connection: ${what}`, async (test) => {
      const receiver = await RecordingReceiver.open(test, { frameTimeout: 40 });
      const sender = await RawPeer.connect(test, receiver.url);
      await sender.write(start);
      assert.equal(await sender.farewell, 'reset');
      await receiver.until(() => receiver.reports.length === 1);
      assert.equal(receiver.reports[0]?.reason, 'frame-timeout');
    });
  }

  it('resets a peer that sends a byte now and then', async (test) => {
    const receiver = await RecordingReceiver.open(test, { frameTimeout: 100 });
    const sender = await RawPeer.connect(test, receiver.url);
    const start = bytes(0x1e, 2, 0x08, 0x7f, 0x1f);
    let sent = 0;
    const drip = setInterval(() => {
      sender.socket.write(start.subarray(sent, sent + 1));
      sent++;
    }, 10);
    test.after(() => clearInterval(drip));
    assert.equal(await sender.farewell, 'reset');
    assert.ok(sent > 1);
  });

  it('lets an idle connection be, and one that finishes each frame', async (test) => {
    const receiver = await RecordingReceiver.open(test, { frameTimeout: 60 });
    const idle = await RawPeer.connect(test, receiver.url);
    const busy = await RawPeer.connect(test, receiver.url);
    const strange = signedFrame(minimalMessage, ops);
    const loris = await RawPeer.connect(test, receiver.url);
    const unwanted = await RawPeer.connect(test, receiver.url);
    await loris.write(one.subarray(0, 5));
    // Half a frame stands open nearly all the time, and is finished each time: of messages that are wanted or not.
    const feeds = [
      [busy, one],
      [unwanted, strange],
    ] as const;
    for (const [peer, whole] of feeds) await peer.write(whole.subarray(0, 20));
    const feed = setInterval(() => {
      for (const [peer, whole] of feeds) peer.socket.write(bytes(whole.subarray(20), whole.subarray(0, 20)));
    }, 10);
    test.after(() => clearInterval(feed));
    assert.equal(await loris.farewell, 'reset');
    await receiver.until(() => receiver.frames.length > 15);
    clearInterval(feed);
    assert.equal(await idle.end(one), 'fin');
    for (const [peer, whole] of feeds) assert.equal(await peer.end(whole.subarray(20)), 'fin');
  });

  it('is not held against a peer whose bytes wait while this process is busy or stopped', async (test) => {
    const receiver = await RecordingReceiver.open(test, { frameTimeout: 40 });
    const sender = await RawPeer.connect(test, receiver.url);
    await sender.write(bytes(one, one.subarray(0, 20)));
    await receiver.until(() => receiver.frames.length === 1);
    sender.socket.end(one.subarray(20));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    assert.equal(await sender.farewell, 'fin');
  });

  it('is not counted while the receiver does not read', async (test) => {
    let release = (): void => {};
    const receiver = await RecordingReceiver.open(test, {
      frameTimeout: 40,
      maxPendingBytesPerConnection: 1,
      onFrames: () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    });
    const blocked = await RawPeer.connect(test, receiver.url);
    await blocked.write(bytes(one, two.subarray(0, 20)));
    await receiver.until(() => receiver.frames.length === 1);
    // Another connection's timeout tells that the time is over.
    const loris = await RawPeer.connect(test, receiver.url);
    await loris.write(one.subarray(0, 5));
    assert.equal(await loris.farewell, 'reset');
    release();
    const farewell = blocked.end(two.subarray(20));
    await receiver.until(() => receiver.frames.length === 2);
    release();
    assert.equal(await farewell, 'fin');
  });
});

describe('a good client is served while', { concurrency: false }, () => {
  /** Sends frames over a connection of its own until the attack is over; all of them must come. */
  async function serveDuring(
    receiver: RecordingReceiver,
    good: RawPeer,
    attack: () => Promise<void>,
  ): Promise<void> {
    let isOver = false;
    let sent = 0;
    const feeding = (async () => {
      while (!isOver) {
        await good.write(frame(messageWithPayload(`good ${sent}`)));
        sent++;
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await attack().finally(() => {
      isOver = true;
    });
    await feeding;
    assert.equal(await good.end(), 'fin');
    const goodPayloads = receiver.payloads.filter((payload) => payload?.startsWith('good ') === true);
    assert.deepEqual(
      goodPayloads,
      Array.from({ length: sent }, (_, index) => `good ${index}`),
    );
    assert.ok(sent > 0);
  }

  it('frames with random headers come', async (test) => {
    const seed = randomInt(2 ** 31);
    test.diagnostic(`seed ${seed}`);
    const random = seededRandom(seed);
    const receiver = await RecordingReceiver.open(test);
    const good = await RawPeer.connect(test, receiver.url);
    await serveDuring(receiver, good, async () => {
      for (let connection = 0; connection < 20; connection++) {
        const frames = Array.from({ length: 500 }, () => {
          const header = Buffer.from(Array.from({ length: random() % 24 }, () => random() & 0xff));
          // Half of them begin as a header does.
          if (random() % 2 === 0) header[0] = 0x08;
          return frameWithHeader(header, minimalMessage.subarray(0, random() % minimalMessage.length));
        });
        const attacker = await RawPeer.connect(test, receiver.url);
        assert.equal(await attacker.end(bytes(...frames)), 'fin');
      }
    });
    assert.equal(receiver.reports.length, 21);
  });

  it('a million random bytes come', async (test) => {
    const seed = randomInt(2 ** 31);
    test.diagnostic(`seed ${seed}`);
    const random = seededRandom(seed);
    const receiver = await RecordingReceiver.open(test);
    const good = await RawPeer.connect(test, receiver.url);
    await serveDuring(receiver, good, async () => {
      const stream = Buffer.alloc(1_000_000);
      for (let at = 0; at < stream.length; at += 4) stream.writeUInt32LE(random(), at);
      const attacker = await RawPeer.connect(test, receiver.url);
      for (const chunk of cut(stream, () => 1 + (random() % 65_536))) await attacker.write(chunk);
      assert.equal(await attacker.end(), 'fin');
    });
    const report = receiver.reports.find(({ bytes: read }) => read === 1_000_000);
    assert.ok(report !== undefined);
    const refusedBytes = [...report.refused.values()].reduce((sum, each) => sum + each.bytes, 0);
    assert.ok(report.messages > 0 || refusedBytes === 1_000_000);
  });

  it('hundreds of connections hold half a frame each, and more of them come', async (test) => {
    const receiver = await RecordingReceiver.open(test, {
      listen: [{ kind: 'tcp', host: '::', port: 0 }],
      maxConnections: 200,
      maxConnectionsPerAddress: 150,
      frameTimeout: 300,
    });
    const { port } = new URL(receiver.url);
    const good = await RawPeer.connect(test, `tcp://[::1]:${port}`);
    await serveDuring(receiver, good, async () => {
      const attempt = (): RawPeer => RawPeer.attempt(test, `tcp://127.0.0.1:${port}`);
      const taken = Array.from({ length: 150 }, attempt);
      await receiver.until(() => receiver.connected.length === 151);
      const refused = Array.from({ length: 150 }, attempt);
      await receiver.until(() => receiver.reports.length === 150);
      for (const attacker of [...taken, ...refused]) attacker.socket.write(one.subarray(0, 12));
      for (const { farewell } of [...taken, ...refused]) assert.equal(await farewell, 'reset');
    });
    const reasons = receiver.reports.map(({ reason }) => reason);
    assert.equal(reasons.filter((reason) => reason === 'too-many-connections').length, 150);
    assert.equal(reasons.filter((reason) => reason === 'frame-timeout').length, 150);
  });

  it('messages of four gigabytes are announced, without memory being taken for them', async (test) => {
    const receiver = await RecordingReceiver.open(test);
    const good = await RawPeer.connect(test, receiver.url);
    const announced = frameWithHeader(integer(1, 0xffff_ffff), Buffer.alloc(1000));
    const before = process.memoryUsage();
    await serveDuring(receiver, good, async () => {
      for (let connection = 0; connection < 50; connection++) {
        const attacker = await RawPeer.connect(test, receiver.url);
        assert.equal(await attacker.end(announced), 'fin');
      }
    });
    const after = process.memoryUsage();
    assert.ok(after.arrayBuffers - before.arrayBuffers < 64 * 1024 * 1024);
  });
});

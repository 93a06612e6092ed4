import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { Listen } from 'heka-core/receiver';
import { streams, toMessage, vectors } from '../../support/messages/golden-vectors.ts';
import { bytes, frame, messageWithPayload } from '../../support/messages/wire-bytes.ts';
import { temporaryDirectory } from '../../support/processes/temporary-directory.ts';
import { RecordingReceiver } from '../../support/receivers/recording-receiver.ts';
import { Authority } from '../../support/servers/certificates.ts';
import { RawPeer } from '../../support/servers/raw-peer.ts';

const authority = await Authority.create();
const identity = await authority.issue('receiver');
const client = await authority.issue('client');
const stranger = await (await Authority.create('another authority')).issue('client');

const one = messageWithPayload('one');
const two = messageWithPayload('two');

function sendDatagram(test: TestContext, url: string, datagram: Uint8Array): Promise<void> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  test.after(() => socket.close());
  return new Promise((resolve, reject) => {
    socket.send(datagram, Number(port), host, (error) => (error === null ? resolve() : reject(error)));
  });
}

describe('streams', () => {
  interface StreamCase {
    readonly what: string;
    readonly listen: (directory: string) => Listen;
    readonly url: RegExp;
    readonly peer: RegExp;
  }
  const cases: StreamCase[] = [
    {
      what: 'tcp',
      listen: () => ({ kind: 'tcp', port: 0 }),
      url: /^tcp:\/\/127\.0\.0\.1:\d+$/,
      peer: /^tcp:\/\/127\.0\.0\.1:\d+$/,
    },
    {
      what: 'tcp on IPv6',
      listen: () => ({ kind: 'tcp', host: '::1', port: 0 }),
      url: /^tcp:\/\/\[::1\]:\d+$/,
      peer: /^tcp:\/\/\[::1\]:\d+$/,
    },
    {
      what: 'tls',
      listen: () => ({ kind: 'tls', port: 0, tls: identity }),
      url: /^tls:\/\/127\.0\.0\.1:\d+$/,
      peer: /^tls:\/\/127\.0\.0\.1:\d+$/,
    },
    {
      what: 'unix',
      listen: (directory) => ({ kind: 'unix', path: join(directory, 'heka.sock') }),
      url: /^unix:\/\/\/.*\/heka\.sock$/,
      peer: /^unix:\/\/\/.*\/heka\.sock#\d+$/,
    },
  ];

  for (const { what, listen, url, peer } of cases) {
    it(`come in by ${what}, and end with a FIN`, async (test) => {
      const directory = await temporaryDirectory(test);
      const receiver = await RecordingReceiver.open(test, { listen: [listen(directory)] });
      const sender = await RawPeer.connect(test, receiver.url, { ca: authority.cert });
      assert.equal(await sender.end(bytes(frame(one), frame(two))), 'fin');
      await receiver.until(() => receiver.reports.length === 1);
      assert.deepEqual(receiver.payloads, ['one', 'two']);
      assert.match(receiver.url, url);
      const [report] = receiver.reports;
      assert.match(report?.peer.name ?? '', peer);
      assert.equal(report?.peer.listener, receiver.url);
      assert.equal(report?.reason, 'end');
      assert.equal(report?.messages, 2);
      assert.equal(report?.bytes, frame(one).length + frame(two).length);
      assert.equal(receiver.server.connections, 0);
    });
  }

  it('an IPv4 sender of a dual-stack receiver has an IPv4 address', async (test) => {
    const receiver = await RecordingReceiver.open(test, { listen: [{ kind: 'tcp', host: '::', port: 0 }] });
    const { port } = new URL(receiver.url);
    const sender = await RawPeer.connect(test, `tcp://127.0.0.1:${port}`);
    await sender.end();
    await receiver.until(() => receiver.reports.length === 1);
    assert.equal(receiver.reports[0]?.peer.address, '127.0.0.1');
  });

  it('the streams of the golden vectors come in whole, and verified as hekad does', async (test) => {
    for (const { name, bytes: stream, signers, messages, recovered } of streams) {
      const receiver = await RecordingReceiver.open(test, { signers });
      const sender = await RawPeer.connect(test, receiver.url);
      assert.equal(await sender.end(stream), 'fin', name);
      await receiver.until(() => receiver.reports.length === 1);
      const { delivered } = recovered['hekad_tcp'] ?? {};
      const isSigned = Object.keys(signers).length > 0;
      const expected = isSigned
        ? messages.filter((_, index) => (delivered as number[]).includes(index))
        : messages;
      assert.deepEqual(
        receiver.frames.map(({ message }) => message),
        expected.map(toMessage),
        name,
      );
    }
  });
});

describe('TLS with client certificates', () => {
  const tls = { ...identity, ca: authority.cert, requestCert: true };

  it('takes a client of the authority', async (test) => {
    const receiver = await RecordingReceiver.open(test, { listen: [{ kind: 'tls', port: 0, tls }] });
    const sender = await RawPeer.connect(test, receiver.url, { ca: authority.cert, ...client });
    assert.equal(await sender.end(frame(one)), 'fin');
    assert.deepEqual(receiver.payloads, ['one']);
  });

  for (const [who, credentials] of Object.entries({
    'without a certificate': {},
    'of a stranger': stranger,
  })) {
    it(`refuses a client ${who}, and tells so`, async (test) => {
      const receiver = await RecordingReceiver.open(test, { listen: [{ kind: 'tls', port: 0, tls }] });
      const sender = await RawPeer.connect(test, receiver.url, { ca: authority.cert, ...credentials });
      assert.equal(await sender.end(frame(one)), 'reset');
      await receiver.until(() => receiver.reports.length === 1);
      assert.equal(receiver.reports[0]?.reason, 'handshake-failed');
      assert.deepEqual(receiver.payloads, []);
      assert.equal(receiver.server.connections, 0);
    });
  }
});

describe('datagrams', () => {
  const framed = vectors.find(({ kind }) => kind === 'encode');
  assert.ok(framed !== undefined);

  for (const host of ['127.0.0.1', '::1']) {
    it(`come in on ${host}, with a frame or without`, async (test) => {
      const receiver = await RecordingReceiver.open(test, { listen: [{ kind: 'udp', host, port: 0 }] });
      await sendDatagram(test, receiver.url, bytes(frame(one), frame(two)));
      await sendDatagram(test, receiver.url, Buffer.from(framed.message_hex, 'hex'));
      await receiver.until(() => receiver.frames.length === 3);
      const [, , bare] = receiver.frames;
      assert.deepEqual(receiver.payloads.slice(0, 2), ['one', 'two']);
      assert.deepEqual(bare?.message, toMessage(framed.message));
      assert.equal(Buffer.from(bare?.frame ?? []).toString('hex'), framed.frame_hex);
    });
  }

  interface DatagramCase {
    readonly what: string;
    readonly datagram: Uint8Array;
    readonly refused: string[];
    readonly options?: { readonly requireSignature?: boolean; readonly maxMessageBytes?: number };
  }
  const half = frame(messageWithPayload('half')).subarray(0, 30);
  const refusedCases: DatagramCase[] = [
    { what: 'half a frame', datagram: half, refused: ['truncated 30'] },
    { what: 'text', datagram: Buffer.from('GET / HTTP/1.1'), refused: ['garbage 14'] },
    { what: 'one byte', datagram: Buffer.of(0x1e), refused: ['truncated 1'] },
    {
      what: 'a bare message where signatures are required',
      datagram: one,
      refused: [`unsigned ${one.length}`],
      options: { requireSignature: true },
    },
    {
      what: 'a bare message above the limit',
      datagram: one,
      refused: [`too-large ${one.length}`],
      options: { maxMessageBytes: one.length - 1 },
    },
    {
      what: 'a frame above the limit',
      datagram: frame(one),
      refused: [`too-large ${frame(one).length}`],
      options: { maxMessageBytes: one.length - 1 },
    },
  ];
  for (const { what, datagram, refused, options } of refusedCases) {
    it(`a datagram of ${what} is refused and takes nothing of the next`, async (test) => {
      const receiver = await RecordingReceiver.open(test, { ...options, listen: [{ kind: 'udp', port: 0 }] });
      await sendDatagram(test, receiver.url, datagram);
      await sendDatagram(test, receiver.url, datagram);
      await receiver.until(() => receiver.refused.length === 2);
      assert.deepEqual(
        receiver.refused.map(({ reason, bytes: count }) => `${reason} ${count}`),
        [...refused, ...refused],
      );
      assert.deepEqual(receiver.payloads, []);
      assert.match(receiver.refused[0]?.peer.name ?? '', /^udp:\/\/127\.0\.0\.1:\d+$/);
    });
  }

  it('an empty datagram is nothing', async (test) => {
    const receiver = await RecordingReceiver.open(test, { listen: [{ kind: 'udp', port: 0 }] });
    await sendDatagram(test, receiver.url, Buffer.alloc(0));
    await sendDatagram(test, receiver.url, frame(one));
    await receiver.until(() => receiver.frames.length === 1);
    assert.deepEqual(receiver.refused, []);
  });

  it('are refused while the sink is too far behind, and taken again after', async (test) => {
    let release = (): void => {};
    const behind = new Promise<void>((resolve) => {
      release = resolve;
    });
    const receiver = await RecordingReceiver.open(test, {
      listen: [{ kind: 'udp', port: 0 }],
      maxPendingBytesPerConnection: 1,
      onFrames: () => behind,
    });
    await sendDatagram(test, receiver.url, frame(one));
    await sendDatagram(test, receiver.url, frame(one));
    await receiver.until(() => receiver.refused.length === 1);
    assert.equal(receiver.refused[0]?.reason, 'overload');
    release();
    await behind;
    await sendDatagram(test, receiver.url, frame(two));
    await receiver.until(() => receiver.frames.length === 2);
    assert.deepEqual(receiver.payloads, ['one', 'two']);
  });
});

it('one receiver listens in several places at once', async (test) => {
  const directory = await temporaryDirectory(test);
  const receiver = await RecordingReceiver.open(test, {
    listen: [
      { kind: 'tcp', port: 0 },
      { kind: 'tcp', port: 0 },
      { kind: 'tls', port: 0, tls: identity },
      { kind: 'unix', path: join(directory, 'heka.sock') },
      { kind: 'udp', port: 0 },
    ],
  });
  const [first = '', second = '', tls = '', unix = '', udp = ''] = receiver.server.urls;
  for (const url of [first, second, tls, unix]) {
    const sender = await RawPeer.connect(test, url, { ca: authority.cert });
    assert.equal(await sender.end(frame(messageWithPayload(url))), 'fin');
  }
  await sendDatagram(test, udp, frame(messageWithPayload(udp)));
  await receiver.until(() => receiver.frames.length === 5);
  assert.deepEqual(receiver.payloads, [...receiver.server.urls]);
});

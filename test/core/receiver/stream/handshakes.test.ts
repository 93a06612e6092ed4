import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { describe, it, type TestContext } from 'node:test';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import type { ConnectionReport, ReceiverOptions } from 'heka-core/receiver';
import { frame, messageWithPayload } from '../../../support/messages/wire-bytes.ts';
import { RecordingReceiver } from '../../../support/receivers/recording-receiver.ts';
import { Authority } from '../../../support/servers/certificates.ts';
import { RawPeer } from '../../../support/servers/raw-peer.ts';

const authority = await Authority.create();
const identity = await authority.issue('receiver');
const stranger = await Authority.create('another authority');
const one = frame(messageWithPayload('one'));

function openReceiver(test: TestContext, options: Partial<ReceiverOptions> = {}): Promise<RecordingReceiver> {
  return RecordingReceiver.open(test, {
    listen: [
      { kind: 'tls', port: 0, tls: identity },
      { kind: 'tcp', port: 0 },
    ],
    maxConnections: 1,
    ...options,
  });
}

function connectRaw(test: TestContext, receiver: RecordingReceiver): Promise<RawPeer> {
  return RawPeer.connect(test, receiver.url.replace('tls:', 'tcp:'));
}

/** What a client of TLS sends first. */
async function helloOf(version: SecureVersion): Promise<Buffer> {
  return new Promise((resolve) => {
    const wire = new Duplex({ read() {}, write: (chunk: Buffer) => resolve(chunk) });
    connectTls({ socket: wire, minVersion: version, maxVersion: version });
  });
}

/** Waits for the only connection's report; then the place that it took must be free. */
async function reportOf(test: TestContext, receiver: RecordingReceiver): Promise<ConnectionReport> {
  await receiver.until(() => receiver.reports.length === 1);
  const [report] = receiver.reports;
  assert.ok(report !== undefined);
  assert.equal(receiver.server.connections, 0);
  const next = await RawPeer.connect(test, receiver.url, { ca: authority.cert });
  assert.equal(await next.end(one), 'fin');
  return report;
}

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  const hello = await helloOf(version);

  describe(`a client of ${version} that goes away in the handshake frees its place, and the reason is told`, () => {
    it('it does not trust our certificate', async (test) => {
      const receiver = await openReceiver(test);
      const options = { ca: stranger.cert, minVersion: version, maxVersion: version };
      const client = RawPeer.attempt(test, receiver.url, options);
      await client.farewell;
      const { reason, detail } = await reportOf(test, receiver);
      // Node looks at the certificate after the handshake, which a client of TLS 1.2 has finished by then.
      if (version === 'TLSv1.2') assert.equal(reason, 'end');
      else assert.deepEqual([reason, detail], ['handshake-failed', 'ended by the client']);
      assert.equal(receiver.payloads.length, 1);
    });

    const refused = 'client refused our certificate: ';
    // What stands between ERR_SSL and ALERT in a code depends on the version of OpenSSL.
    const alerts: readonly [number: number, detail: string][] = [
      [42, `${refused}BAD_CERTIFICATE`],
      [43, `${refused}UNSUPPORTED_CERTIFICATE`],
      [44, `${refused}CERTIFICATE_REVOKED`],
      [45, `${refused}CERTIFICATE_EXPIRED`],
      [46, `${refused}CERTIFICATE_UNKNOWN`],
      [48, `${refused}UNKNOWN_CA`],
      [80, 'INTERNAL_ERROR'],
    ];
    for (const [alert, expected] of alerts) {
      for (const way of ['stays', 'ends', 'resets'] as const) {
        it(`it sends alert ${alert} and ${way}`, async (test) => {
          const receiver = await openReceiver(test);
          const client = await connectRaw(test, receiver);
          client.socket.write(hello);
          await once(client.socket, 'data');
          client.socket.write(Buffer.of(0x15, 3, 3, 0, 2, 2, alert));
          if (way === 'ends') client.socket.end();
          if (way === 'resets') client.socket.resetAndDestroy();
          const { reason, detail } = await reportOf(test, receiver);
          assert.equal(reason, 'handshake-failed');
          assert.equal(detail?.replace(/ERR_SSL_\S+_ALERT_/, ''), expected);
        });
      }
    }

    for (const [what, sent] of Object.entries({
      nothing: hello.subarray(0, 0),
      'half of its hello': hello.subarray(0, hello.length / 2),
      'its hello': hello,
    })) {
      for (const way of ['end', 'destroy', 'resetAndDestroy'] as const) {
        it(`it sends ${what}, then ${way}`, async (test) => {
          const receiver = await openReceiver(test);
          const client = await connectRaw(test, receiver);
          client.socket.write(sent);
          if (sent === hello) await once(client.socket, 'data');
          client.socket[way]();
          await client.farewell;
          const { reason, detail } = await reportOf(test, receiver);
          assert.deepEqual([reason, detail], ['handshake-failed', 'ended by the client']);
        });
      }
    }
  });
}

it('a connection in the handshake is reset with all others, and told as such', async (test) => {
  const receiver = await openReceiver(test);
  const client = await connectRaw(test, receiver);
  client.socket.write(await helloOf('TLSv1.3'));
  await once(client.socket, 'data');
  assert.equal(receiver.server.connections, 1);
  receiver.server.resetConnections();
  assert.equal(await client.farewell, 'reset');
  const { reason, detail } = await reportOf(test, receiver);
  assert.deepEqual([reason, detail], ['stopped', undefined]);
});

it('a connection that ends in the handshake is closed where all are reset in the same moment', {
  timeout: 30_000,
}, async (test) => {
  const receiver = await openReceiver(test, {
    maxConnections: 2,
    onFrames: () => receiver.server.resetConnections(),
  });
  const [, plain = ''] = receiver.server.urls;
  const sender = await RawPeer.connect(test, plain);
  const client = await connectRaw(test, receiver);
  client.socket.write(await helloOf('TLSv1.3'));
  await once(client.socket, 'data');
  client.socket.end();
  await once(client.socket, 'finish');
  // The receiver reads both in one turn of its event loop, the FIN first.
  sender.socket.write(one);
  await receiver.until(() => receiver.reports.length === 2);
  assert.equal(receiver.server.connections, 0);
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { before, describe, it, type TestContext } from 'node:test';
import type { TLSSocket, TlsOptions } from 'node:tls';
import { createSender, HekaError, type SenderOptions, type StreamSender } from 'heka-core';
import { temporaryDirectory, writeFiles } from '../../../support/processes/temporary-directory.ts';
import { Authority, type Identity } from '../../../support/servers/certificates.ts';
import { listenTcp, listenTls } from '../../../support/servers/raw-server.ts';

/** A TLS server that counts what it is sent and remembers the names it was asked for. */
class Witness {
  readonly names: (string | false | null)[] = [];
  readonly sockets: TLSSocket[] = [];
  bytes = 0;

  accept = (socket: TLSSocket): void => {
    this.sockets.push(socket);
    this.names.push(socket.servername);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      this.bytes += chunk.length;
    });
  };
}

interface Refusal {
  readonly name: string;
  readonly server: () => TlsOptions | Promise<TlsOptions>;
  readonly client: () => SenderOptions;
  readonly reason: string;
}

let authority: Authority;
let stranger: Authority;
let server: Identity;
let client: Identity;

before(async () => {
  [authority, stranger] = await Promise.all([Authority.create(), Authority.create('stranger')]);
  [server, client] = await Promise.all([authority.issue('server'), authority.issue('client')]);
});

async function tlsSender(
  test: TestContext,
  options: TlsOptions,
  own: SenderOptions,
): Promise<[StreamSender, Witness]> {
  const witness = new Witness();
  const { port } = await listenTls(test, options, witness.accept);
  return [streamSender({ secure: true, host: 'localhost', family: 4, port, ...own }), witness];
}

function streamSender(options: SenderOptions): StreamSender {
  const sender = createSender(options);
  assert.equal(sender.kind, 'stream');
  return sender;
}

async function open(test: TestContext, sender: StreamSender): Promise<Socket> {
  const [address] = await sender.lookup();
  assert.ok(address);
  const socket = await sender.connect(address).opened;
  test.after(() => socket.destroy());
  return socket;
}

/** Passes a TLS 1.3 handshake on, and nothing of what the server sends after it. */
function withholdTickets(client: Socket, port: number, then = (): void => {}): void {
  const server = connect(port, '127.0.0.1');
  let flights = 0;
  client.on('data', (chunk) => {
    flights++;
    server.write(chunk);
  });
  server.on('data', (chunk) => {
    if (flights < 2) client.write(chunk);
    else then();
  });
  client.once('close', () => server.destroy());
}

const refusals: readonly Refusal[] = [
  {
    name: 'a certificate of an authority that is not trusted',
    server: () => server,
    client: () => ({ ca: stranger.cert }),
    reason: 'unable to verify the first certificate (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
  },
  {
    name: 'a private authority where only the public ones are trusted',
    server: () => server,
    client: () => ({}),
    reason: 'unable to verify the first certificate (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
  },
  {
    name: 'a certificate that has expired',
    server: () => authority.issue('server', { expired: true }),
    client: () => ({ ca: authority.cert }),
    reason: 'certificate has expired (CERT_HAS_EXPIRED)',
  },
  {
    name: 'a certificate for another name',
    server: () => authority.issue('server', { hosts: ['heka.example'] }),
    client: () => ({ ca: authority.cert }),
    reason: "Host: localhost. is not in the cert's altnames: DNS:heka.example (ERR_TLS_CERT_ALTNAME_INVALID)",
  },
  {
    name: 'a certificate for another address',
    server: () => authority.issue('server', { hosts: ['127.0.0.2'] }),
    client: () => ({ ca: authority.cert, host: '127.0.0.1' }),
    reason: "IP: 127.0.0.1 is not in the cert's list: 127.0.0.2 (ERR_TLS_CERT_ALTNAME_INVALID)",
  },
  {
    name: 'a missing client certificate (TLS 1.3, told after the handshake)',
    server: () => ({ ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true }),
    client: () => ({ ca: authority.cert }),
    reason: 'tlsv13 alert certificate required (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED)',
  },
  {
    name: 'a missing client certificate (TLS 1.2)',
    server: () => ({ ...server, ca: authority.cert, requestCert: true, maxVersion: 'TLSv1.2' }),
    client: () => ({ ca: authority.cert }),
    reason: 'sslv3 alert handshake failure (ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE)',
  },
  {
    name: 'no version of TLS in common',
    server: () => ({ ...server, maxVersion: 'TLSv1.2' }),
    client: () => ({ ca: authority.cert, tls: { minVersion: 'TLSv1.3' } }),
    reason: 'tlsv1 alert protocol version (ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION)',
  },
];

describe('a tls sender', () => {
  for (const { name, ...refusal } of refusals) {
    it(`refuses ${name}, says why, and sends nothing`, async (test) => {
      const [sender, witness] = await tlsSender(test, await refusal.server(), refusal.client());
      const [address] = await sender.lookup();
      assert.ok(address);
      const where = sender.url.endsWith(address.key) ? sender.url : `${sender.url} at ${address.key}`;
      await assert.rejects(sender.connect(address).opened, (error) => {
        assert.ok(error instanceof HekaError);
        assert.equal(error.message, `CONNECT_FAILED: ${where}: ${refusal.reason}`);
        return true;
      });
      assert.equal(witness.bytes, 0);
    });
  }

  it('opens with a private authority and a client certificate, given as text', async (test) => {
    const options = { ...server, ca: authority.cert, requestCert: true };
    const [sender, witness] = await tlsSender(test, options, { ca: authority.cert, ...client });
    const socket = await open(test, sender);
    assert.equal((socket as TLSSocket).authorized, true);
    assert.equal(witness.sockets[0]?.authorized, true);
    assert.equal(witness.bytes, 0);
  });

  it('opens with an encrypted key, options inside "tls", and TLS 1.2', async (test) => {
    const locked = await authority.issue('client', { passphrase: 'open sesame' });
    const options: TlsOptions = { ...server, ca: authority.cert, requestCert: true, maxVersion: 'TLSv1.2' };
    const tls = { ca: authority.cert, ...locked, passphrase: 'open sesame' };
    const [sender, witness] = await tlsSender(test, options, { tls });
    const socket = await open(test, sender);
    assert.equal((socket as TLSSocket).getProtocol(), 'TLSv1.2');
    assert.equal(witness.sockets[0]?.authorized, true);
  });

  it('opens to a TLS 1.3 server that sends no session ticket', async (test) => {
    const witness = new Witness();
    const target = await listenTls(test, server, witness.accept);
    const { port } = await listenTcp(test, (socket) => withholdTickets(socket, target.port));
    const sender = streamSender({ url: `tls://localhost:${port}`, family: 4, ca: authority.cert });
    const socket = await open(test, sender);
    assert.equal((socket as TLSSocket).getProtocol(), 'TLSv1.3');
  });

  it('opens to any server without verification', async (test) => {
    const expired = await stranger.issue('server', { expired: true, hosts: ['elsewhere'] });
    const [sender] = await tlsSender(test, expired, { noverify: true });
    assert.equal((await open(test, sender)).destroyed, false);
  });

  const names: readonly (readonly [string, SenderOptions, string | false])[] = [
    ['the host, where it is a name', { host: 'localhost' }, 'localhost'],
    ['no name for an address', { host: '127.0.0.1' }, false],
    [
      'the option servername for an address',
      { host: '127.0.0.1', servername: 'heka.example' },
      'heka.example',
    ],
    ['the option servername for a name', { host: 'localhost', servername: 'heka.example' }, 'heka.example'],
    ['the servername inside tls', { tls: { servername: 'heka.example' } }, 'heka.example'],
  ];
  for (const [name, options, expected] of names) {
    it(`asks the server for ${name}`, async (test) => {
      const identity = await authority.issue('server', { hosts: ['localhost', '127.0.0.1', 'heka.example'] });
      const [sender, witness] = await tlsSender(test, identity, { ca: authority.cert, ...options });
      await open(test, sender);
      assert.deepEqual(witness.names, [expected]);
    });
  }

  it('reads its files again for each connection', async (test) => {
    const directory = await temporaryDirectory(test);
    const files = await writeFiles(directory, {
      'ca.pem': stranger.cert,
      'cert.pem': client.cert,
      'key.pem': client.key,
    });
    const [sender, witness] = await tlsSender(
      test,
      { ...server, ca: authority.cert, requestCert: true },
      { ca: files['ca.pem'], cert: files['cert.pem'], key: files['key.pem'] },
    );
    await assert.rejects(open(test, sender), /SELF_SIGNED_CERT_IN_CHAIN/);

    const rotated = await authority.issue('rotated client');
    await writeFiles(directory, {
      'ca.pem': authority.cert,
      'cert.pem': rotated.cert,
      'key.pem': rotated.key,
    });
    await open(test, sender);
    assert.equal(witness.sockets.at(-1)?.getPeerCertificate().subject.CN, 'rotated client');

    await rm(files['key.pem']);
    await assert.rejects(open(test, sender), {
      message: 'CONNECT_FAILED: cannot read the file of option "key" (ENOENT)',
    });
  });

  it('fails where the peer is no TLS server and answers in plain text', async (test) => {
    const { port } = await listenTcp(test, (socket) => socket.write('220 welcome\r\n'));
    const sender = streamSender({ url: `tls://127.0.0.1:${port}` });
    await assert.rejects(open(test, sender), (error: Error) => {
      assert.match(error.message, /^CONNECT_FAILED: tls:\/\/127\.0\.0\.1:\d+: .*\(ERR_SSL_/);
      return true;
    });
  });

  it('fails where the server refuses by a close right after the handshake', async (test) => {
    const { port: target } = await listenTls(test, server, () => {});
    const { port } = await listenTcp(test, (socket) => withholdTickets(socket, target, () => socket.end()));
    const sender = streamSender({ url: `tls://127.0.0.1:${port}`, ca: authority.cert });
    await assert.rejects(open(test, sender), {
      message: `CONNECT_FAILED: tls://127.0.0.1:${port}: closed by the peer right after the handshake`,
    });
  });

  it('fails where the peer closes during the handshake', async (test) => {
    const { port } = await listenTcp(test, (socket) => socket.end());
    const sender = streamSender({ url: `tls://127.0.0.1:${port}` });
    await assert.rejects(open(test, sender), {
      code: 'CONNECT_FAILED',
      message: `CONNECT_FAILED: tls://127.0.0.1:${port}: connection reset (ECONNRESET)`,
    });
  });

  it('gives up, and closes, a handshake that never ends', async (test) => {
    const left: Promise<unknown>[] = [];
    const { port } = await listenTcp(test, (socket) => left.push(once(socket.resume(), 'end')));
    const sender = streamSender({ url: `tls://127.0.0.1:${port}`, connectTimeout: 300 });
    await assert.rejects(open(test, sender), {
      message: `CONNECT_TIMEOUT: tls://127.0.0.1:${port}: connecting took longer than 300 ms`,
    });
    assert.equal(left.length, 1);
    await Promise.all(left);
  });

  it('can be made to give up an attempt', async (test) => {
    const { port } = await listenTcp(test, () => {});
    const sender = streamSender({ url: `tls://127.0.0.1:${port}` });
    const [address] = await sender.lookup();
    assert.ok(address);
    const pending = sender.connect(address);
    pending.abort();
    await assert.rejects(pending.opened, { code: 'CLOSED' });
  });
});

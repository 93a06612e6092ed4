import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { createSender, type SenderOptions, type StreamSender } from 'heka-core';
import type { ResolveHost } from '../../../packages/core/src/net/lookup-addresses.ts';
import { createTargetSender } from '../../../packages/core/src/sender/create-sender.ts';
import type { TcpTarget } from '../../../packages/core/src/sender/target/target.ts';
import { runApp } from '../../support/processes/run-app.ts';
import { temporaryDirectory } from '../../support/processes/temporary-directory.ts';
import { Authority, type Identity } from '../../support/servers/certificates.ts';
import { listenTcp, listenTls, listenUnix } from '../../support/servers/raw-server.ts';
import { unusedUrl } from '../../support/servers/unused-url.ts';
import { keepAlive } from '../../support/time/keep-alive.ts';

/** Starts a server of one kind and gives the options of a sender to it. */
type Kind = (test: TestContext, accept: (socket: Socket) => void) => Promise<SenderOptions>;

let authority: Authority;
let identity: Identity;

before(async () => {
  authority = await Authority.create();
  identity = await authority.issue('server');
});

const kinds: Readonly<Record<'tcp' | 'tls' | 'unix', Kind>> = {
  async tcp(test, accept) {
    const { port } = await listenTcp(test, accept);
    return { url: `tcp://127.0.0.1:${port}` };
  },
  async tls(test, accept) {
    const { port } = await listenTls(test, identity, accept);
    return { url: `tls://127.0.0.1:${port}`, ca: authority.cert };
  },
  async unix(test, accept) {
    const path = join(await temporaryDirectory(test), 'heka.sock');
    await listenUnix(test, path, accept);
    return { url: `unix://${path}` };
  },
};

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

for (const [kind, start] of Object.entries(kinds)) {
  describe(`a ${kind} sender`, () => {
    it('can still write after the peer has sent its FIN', async (test) => {
      const { accept, accepted } = firstConnection();
      const socket = await open(test, streamSender(await start(test, accept)));
      assert.equal(socket.allowHalfOpen, true);
      socket.resume();
      socket.write('first');
      const peer = await accepted;
      const received: string[] = [];
      peer.on('data', (chunk: Buffer) => received.push(chunk.toString()));
      await once(peer, 'data');
      peer.end();
      await once(socket, 'end');
      socket.end('after the FIN');
      await once(peer, 'end');
      assert.deepEqual(received, ['first', 'after the FIN']);
    });

    it('reads nothing before somebody attaches a handler', async (test) => {
      const options = await start(test, (socket) => socket.end('early'));
      const socket = await open(test, streamSender(options));
      await new Promise(setImmediate);
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      assert.equal(chunk.toString(), 'early');
    });

    it('gives the address a key that says which one it is', async (test) => {
      const options = await start(test, () => {});
      const [address] = await streamSender(options).lookup();
      assert.equal(address?.key, String(options.url).replace(/^\w+:\/\//, ''));
    });

    it('lets the process end by itself while it is connected', async (test) => {
      const options = await start(test, (socket) => socket.resume());
      const run = await runApp('test/core/sender/apps/connected.ts', { args: [JSON.stringify(options)] });
      assert.deepEqual(run, { code: 0, signal: null, stdout: 'connected\n', stderr: '' });
    });
  });
}

describe('a sender', () => {
  it('says that the connection was refused', async () => {
    const url = await unusedUrl();
    const sender = streamSender({ url });
    const [address] = await sender.lookup();
    assert.ok(address);
    await assert.rejects(sender.connect(address).opened, {
      code: 'CONNECT_FAILED',
      message: `CONNECT_FAILED: ${url}: connection refused (ECONNREFUSED)`,
    });
  });

  it('says that there is no such unix socket', async (test) => {
    const path = join(await temporaryDirectory(test), 'missing.sock');
    const sender = streamSender({ path });
    const [address] = await sender.lookup();
    assert.ok(address);
    await assert.rejects(sender.connect(address).opened, {
      message: `CONNECT_FAILED: unix://${path}: no such socket (ENOENT)`,
    });
  });

  it('says that a name is not known', async () => {
    await assert.rejects(streamSender({ host: 'no-such-host.invalid' }).lookup(), (error: Error) => {
      // Without a network the resolver says EAI_AGAIN.
      assert.match(
        error.message,
        /^CONNECT_FAILED: tcp:\/\/no-such-host\.invalid:5565: (name not found \(ENOTFOUND\)|name server does not answer \(EAI_AGAIN\))$/,
      );
      return true;
    });
  });

  it('looks a name up with all its addresses, each once, in order', async () => {
    const resolveHost: ResolveHost = (_host, _family, done) => done(null, ['::1', '127.0.0.1', '::1']);
    const sender = createTargetSender(tcpTarget, { connectTimeoutMs: 1000, resolveHost });
    assert.deepEqual(await sender.lookup(), [
      { host: '::1', port: 5565, family: 6, key: '[::1]:5565' },
      { host: '127.0.0.1', port: 5565, family: 4, key: '127.0.0.1:5565' },
    ]);
  });

  it('looks an address up without asking anybody', async () => {
    const resolveHost: ResolveHost = () => assert.fail('asked');
    const sender = createTargetSender({ ...tcpTarget, host: '::1' }, { connectTimeoutMs: 1000, resolveHost });
    assert.deepEqual(await sender.lookup(), [{ host: '::1', port: 5565, family: 6, key: '[::1]:5565' }]);
  });

  it('gives a lookup up that takes too long', async (test) => {
    const sender = createTargetSender(tcpTarget, { connectTimeoutMs: 20, resolveHost: () => {} });
    keepAlive(test);
    await assert.rejects(sender.lookup(), {
      code: 'CONNECT_TIMEOUT',
      message: 'CONNECT_TIMEOUT: tcp://heka.example:5565: the name lookup took longer than 20 ms',
    });
  });

  it('connects from the local address that it was given', async (test) => {
    const seen: (string | undefined)[] = [];
    const { port } = await listenTcp(test, (socket) => seen.push(socket.remoteAddress));
    await open(test, streamSender({ port, localAddress: '127.0.0.5' }));
    await new Promise(setImmediate);
    assert.deepEqual(seen, ['127.0.0.5']);
  });

  it('lets the process end by itself before its first connection', async () => {
    const run = await runApp('test/core/sender/apps/idle.ts');
    assert.deepEqual(run, { code: 0, signal: null, stdout: 'idle\n', stderr: '' });
  });

  it('lets the process end by itself when the server does not finish the handshake', async (test) => {
    const { port } = await listenTcp(test, (socket) => socket.resume());
    const options = { url: `tls://127.0.0.1:${port}` };
    const run = await runApp('test/core/sender/apps/connecting.ts', { args: [JSON.stringify(options)] });
    assert.deepEqual(run, { code: 0, signal: null, stdout: 'connecting\n', stderr: '' });
  });
});

/** A handler of connections, and the first one that it gets. */
function firstConnection(): { accept(socket: Socket): void; readonly accepted: Promise<Socket> } {
  let accept = (_socket: Socket): void => {};
  const accepted = new Promise<Socket>((resolve) => {
    accept = resolve;
  });
  return { accept: (socket) => accept(socket), accepted };
}

const tcpTarget: TcpTarget = {
  kind: 'tcp',
  host: 'heka.example',
  port: 5565,
  family: 0,
  keepAlive: true,
  localAddress: undefined,
};

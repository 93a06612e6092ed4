import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { Fault } from './fault.ts';
import { FaultProxy } from './fault-proxy.ts';

const sent = Buffer.alloc(5000, 'x');

interface Ends {
  readonly proxy: FaultProxy;
  readonly client: Socket;
  readonly server: Socket;
  /** Bytes that came through. */
  received(): number;
}

async function through(context: TestContext, fault: Fault): Promise<Ends> {
  const listener = createServer({ allowHalfOpen: true });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  const proxy = await FaultProxy.start({ host: '127.0.0.1', port }, () => fault);
  const accepted = once(listener, 'connection');
  const client = connect({ host: '127.0.0.1', port: proxy.port, allowHalfOpen: true });
  const [server] = (await accepted) as [Socket];
  let bytes = 0;
  server.on('data', (chunk) => (bytes += chunk.length));
  for (const socket of [client, server]) {
    socket.on('error', () => undefined);
    socket.resume();
  }
  context.after(async () => {
    client.destroy();
    server.destroy();
    await proxy.stop();
    listener.close();
  });
  return { proxy, client, server, received: () => bytes };
}

test('without a fault bytes and ends pass', async (context) => {
  const { client, server, received } = await through(context, { kind: 'none' });
  client.end(sent);
  await once(server, 'end');
  assert.equal(received(), sent.length);
  server.end();
  await once(client, 'end');
});

test('a reset strikes both sides after exactly so many bytes', async (context) => {
  const { client, server, received } = await through(context, { kind: 'reset', afterBytes: 1234 });
  // libuv takes a reset that comes together with data for an end.
  server.on('end', () => server.end());
  const gone = once(server, 'close');
  const failed = once(client, 'error');
  client.write(sent);
  const [error] = (await failed) as [NodeJS.ErrnoException];
  assert.equal(error.code, 'ECONNRESET');
  await gone;
  assert.equal(received(), 1234);
});

test('a close passes on what was read', async (context) => {
  const { client, server, received } = await through(context, { kind: 'close', afterBytes: 1234 });
  const gone = once(client, 'close');
  client.write(sent);
  await once(server, 'end');
  assert.equal(received(), sent.length);
  client.end();
  await gone;
});

test('an end to the client lets the rest pass', async (context) => {
  const { client, server, received } = await through(context, { kind: 'end-to-client', afterBytes: 10 });
  client.write(sent);
  await once(client, 'end');
  client.end(sent);
  await once(server, 'end');
  assert.equal(received(), 2 * sent.length);
});

test('one byte at a time everything passes, the end last', async (context) => {
  const { client, server, received } = await through(context, { kind: 'drip' });
  client.end(sent);
  await once(server, 'end');
  assert.equal(received(), sent.length);
});

test('through a relay bytes and ends pass in their order', async (context) => {
  const { client, server, received } = await through(context, { kind: 'delay', ms: 5 });
  client.write(sent);
  client.end(sent);
  await once(server, 'end');
  assert.equal(received(), 2 * sent.length);
  server.end();
  await once(client, 'end');
});

test('a stall passes on everything when it is over, the end last', async (context) => {
  const { client, server, received } = await through(context, { kind: 'stall', afterBytes: 100, forMs: 20 });
  client.end(sent);
  await once(server, 'end');
  assert.equal(received(), sent.length);
});

test('a peer that has vanished neither reads nor answers', async (context) => {
  const { client, proxy, received } = await through(context, { kind: 'vanish', afterBytes: 100 });
  client.write(sent);
  while (proxy.passing > 0) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(received() <= 100);
  assert.equal(client.readableEnded, false);
});

test('a forgotten flow swallows everything, its end included', async (context) => {
  const { client, server, proxy, received } = await through(context, { kind: 'forget-idle', idleMs: 10 });
  while (proxy.passing > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  client.end(sent);
  await once(client, 'finish');
  assert.equal(received(), 0);
  assert.equal(server.readableEnded, false);
});

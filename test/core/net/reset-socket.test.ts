import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { resetSocket } from '../../../packages/core/src/net/reset-socket.ts';

async function open(test: TestContext): Promise<{ socket: Socket; peer: Socket }> {
  const server = createServer({ allowHalfOpen: true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const accepted = once(server, 'connection');
  const socket = connect({ port: address.port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  const [peer] = (await accepted) as [Socket];
  test.after(() => peer.destroy());
  return { socket, peer: peer.resume() };
}

describe('a reset', () => {
  it('closes a socket whose end was called just before', async (t) => {
    const { socket } = await open(t);
    const closed = once(socket, 'close');
    socket.end();
    resetSocket(socket);
    await closed;
  });

  it('reaches a peer as a reset', async (t) => {
    const { socket, peer } = await open(t);
    const broken = once(peer, 'error');
    resetSocket(socket);
    const [error] = (await broken) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNRESET');
  });

  it('closes a socket whose end waits for a peer that does not read', async (t) => {
    const { socket, peer } = await open(t);
    peer.pause();
    socket.write(Buffer.alloc(64 * 1_048_576));
    socket.end();
    const closed = once(socket, 'close');
    resetSocket(socket);
    await closed;
  });
});

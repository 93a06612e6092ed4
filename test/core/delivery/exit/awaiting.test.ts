import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { bundlePackage } from '../../../support/processes/bundle-package.ts';
import { runApp } from '../../../support/processes/run-app.ts';
import { RemoteReceiver } from '../../../support/receivers/remote-receiver.ts';
import { PlainServer } from '../../../support/servers/plain-server.ts';
import { unusedUrl } from '../../../support/servers/unused-url.ts';

/** A receiver that does not take anything until it is put in order. */
interface Obstacle {
  readonly url: string;
  readonly remove: () => void;
}

const obstacles: Record<string, (test: TestContext) => Promise<Obstacle>> = {
  async away(test) {
    const url = await unusedUrl();
    return { url, remove: () => void PlainServer.start(test, { port: Number(new URL(url).port) }) };
  },

  async stalled(test) {
    const sockets: Socket[] = [];
    let stalled = true;
    const server = await PlainServer.start(test, {
      onConnection: ({ socket }) => {
        sockets.push(socket);
        if (stalled) setImmediate(() => socket.pause());
      },
    });
    return {
      url: server.url,
      remove() {
        stalled = false;
        for (const socket of sockets) socket.resume();
      },
    };
  },

  async stopped(test) {
    const receiver = await RemoteReceiver.start(test);
    receiver.signal('SIGSTOP');
    return { url: receiver.url, remove: () => receiver.signal('SIGCONT') };
  },
};

describe('a script that awaits ready()', { concurrency: 2 }, () => {
  for (const name of ['core', 'pino'] as const) {
    const path = bundlePackage(name);
    for (const [state, create] of Object.entries(obstacles)) {
      it(`goes on to its end when the receiver was ${state} for a while: ${name}`, async (test) => {
        const { url, remove } = await create(test);
        const { code, stdout, stderr } = await runApp('test/core/delivery/apps/await-ready.mjs', {
          env: { HEKA_URL: url, HEKA_PACKAGE: path, NODE_OPTIONS: '' },
          onStdout: (text) => {
            if (text.includes('waiting')) remove();
          },
        });
        assert.equal(code, 0, `${stdout}${stderr}`);
        const { confirmed, pending } = JSON.parse(stdout.replace('waiting', '')) as Record<string, number>;
        assert.deepEqual({ confirmed, pending }, { confirmed: 3_000, pending: 0 });
      });
    }
  }
});

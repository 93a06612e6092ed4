import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type CreateReceiverOptions, createReceiver as create, type Receiver } from 'heka-core/testing';
import {
  bytes,
  frame,
  messageWithPayload,
  minimalMessage,
  signedFrame,
} from '../../support/messages/wire-bytes.ts';
import { temporaryDirectory } from '../../support/processes/temporary-directory.ts';
import { Authority } from '../../support/servers/certificates.ts';
import { RawPeer } from '../../support/servers/raw-peer.ts';

const one = frame(messageWithPayload('one'));
const two = frame(messageWithPayload('two'));
const authority = await Authority.create();
const identity = await authority.issue('receiver');

for (const thread of [true, false]) {
  const createReceiver = (options: CreateReceiverOptions = {}): Promise<Receiver> =>
    create({ thread, ...options });

  describe(`createReceiver({ thread: ${thread} })`, () => {
    const kinds = {
      tcp: () => ({}),
      tls: () => ({ tls: identity }),
      unix: (directory: string) => ({ unix: join(directory, 'heka.sock') }),
    };
    for (const [kind, options] of Object.entries(kinds)) {
      it(`receives by ${kind}`, async (test) => {
        const receiver = await createReceiver(options(await temporaryDirectory(test)));
        test.after(() => receiver.close());
        assert.ok(receiver.url.startsWith(`${kind}://`));
        assert.equal(receiver.port > 0, kind !== 'unix');
        const sender = await RawPeer.connect(test, receiver.url, { ca: authority.cert });
        const arrived = receiver.waitFor(2);
        assert.equal(await sender.end(bytes(one, two)), 'fin');
        assert.deepEqual(
          (await arrived).map(({ payload }) => payload),
          ['one', 'two'],
        );
      });
    }

    it('verifies signatures and tells what it refused and how connections ended', async (test) => {
      const receiver = await createReceiver({ signers: { ops_1: 'secret' }, requireSignature: true });
      test.after(() => receiver.close());
      const ops = { signer: 'ops', keyVersion: 1, key: 'secret', hashFunction: 'sha1' } as const;
      const sender = await RawPeer.connect(test, receiver.url);
      await sender.end(bytes(one, signedFrame(minimalMessage, ops)));
      await receiver.waitFor(1);
      assert.deepEqual(
        receiver.frames.map(({ signer }) => signer),
        ['ops_1'],
      );
      assert.deepEqual(
        receiver.refused.map(({ reason }) => reason),
        ['unsigned'],
      );
      receiver.clear();
      assert.deepEqual([receiver.messages, receiver.frames, receiver.refused], [[], [], []]);
    });

    it('refuses two kinds at once, and names it does not know', async () => {
      await assert.rejects(createReceiver({ udp: true, unix: '/tmp/heka.sock' }), {
        message: 'INVALID_OPTION: options "tls", "unix" and "udp": at most one of them may be given',
      });
      await assert.rejects(createReceiver(Object.assign({}, { signer: {}, port: 0 })), {
        message: 'INVALID_OPTION: unknown option "signer"; did you mean "signers"?',
      });
    });

    it('names a wrong option as the test wrote it', async () => {
      for (const [options, message] of [
        [{ prot: 5571 }, 'unknown option "prot"; did you mean "port"?'],
        [{ port: 'x' }, 'option "port" is "x", allowed: an integer from 0 to 65535'],
        [{ host: 5 }, 'option "host" is 5, allowed: a non-empty string'],
        [{ unix: 5 }, 'option "unix" is 5, allowed: a non-empty string'],
        [{ tls: true }, 'option "tls" is true, allowed: an object'],
        [{ udp: 'yes' }, 'option "udp" is "yes", allowed: true or false'],
        [{ onFrames: 5 }, 'option "onFrames" is 5, allowed: a function'],
        [{ frameTimeout: '5s' }, /^INVALID_OPTION: option "frameTimeout" is "5s", allowed: milliseconds/],
      ] as const) {
        await assert.rejects(createReceiver(options as object), {
          code: 'INVALID_OPTION',
          message: typeof message === 'string' ? `INVALID_OPTION: ${message}` : message,
        });
      }
      await assert.rejects(create({ thread: 'no' } as object), {
        message: 'INVALID_OPTION: option "thread" is "no", allowed: true or false',
      });
    });

    it('takes a free port for one that is null', async (test) => {
      const receiver = await createReceiver({ port: null } as object);
      test.after(() => receiver.close());
      assert.notEqual(receiver.port, 5565);
    });
  });

  describe(`waitFor() (thread: ${thread})`, () => {
    it('with a predicate resolves to the messages that satisfy it', async (test) => {
      const receiver = await createReceiver();
      test.after(() => receiver.close());
      const sender = await RawPeer.connect(test, receiver.url);
      const twos = receiver.waitFor(({ payload }) => payload === 'two', { count: 2 });
      await sender.end(bytes(one, two, one, two, one));
      assert.deepEqual(
        (await twos).map(({ payload }) => payload),
        ['two', 'two'],
      );
      assert.equal((await receiver.waitFor(5)).length, 5);
    });

    it('with the text of a matcher resolves to the messages that match', async (test) => {
      const receiver = await createReceiver();
      test.after(() => receiver.close());
      const sender = await RawPeer.connect(test, receiver.url);
      const twos = receiver.waitFor('Payload == "two" && Timestamp > 0', { count: 2 });
      await sender.end(bytes(one, two, two));
      assert.deepEqual(
        (await twos).map(({ payload }) => payload),
        ['two', 'two'],
      );
      await assert.rejects(receiver.waitFor('Payload = "two"'), { code: 'INVALID_MATCHER' });
    });

    it('rejects at its timeout, and says how many came', async (test) => {
      const receiver = await createReceiver();
      test.after(() => receiver.close());
      const sender = await RawPeer.connect(test, receiver.url);
      await sender.end(one);
      await receiver.waitFor(1);
      await assert.rejects(receiver.waitFor(2, { timeout: 5 }), {
        code: 'TIMEOUT',
        message: 'TIMEOUT: waited 5 ms for 2 messages; received 1',
      });
      await assert.rejects(receiver.waitFor('Payload == "two"', { timeout: 5 }), {
        message: 'TIMEOUT: waited 5 ms for 1 message matching Payload == "two"; received 1, of which 0 match',
      });
    });

    it('refuses what it cannot wait for', async (test) => {
      const receiver = await createReceiver();
      test.after(() => receiver.close());
      for (const [what, shown] of [
        [0, '0'],
        [-1, '-1'],
        [1.5, '1.5'],
        [undefined, 'undefined'],
        [{}, 'an object'],
      ] as const) {
        await assert.rejects(receiver.waitFor(what as number), {
          code: 'INVALID_OPTION',
          message: `INVALID_OPTION: waitFor() was called with ${shown}, allowed: a number of messages from 1, the text of a matcher, or a function`,
        });
      }
      for (const [options, message] of [
        [{ timeot: 5 }, 'unknown option "timeot"; did you mean "timeout"?; its value is 5'],
        [{ timeout: -5 }, 'option "timeout" is -5, allowed: milliseconds, an integer from 0 to 2147483647'],
        [{ count: 0 }, 'option "count" is 0, allowed: an integer from 1'],
        [5, 'the options are 5, allowed: an object'],
      ] as const) {
        await assert.rejects(receiver.waitFor(1, options as object), {
          code: 'INVALID_OPTION',
          message: `INVALID_OPTION: ${message}`,
        });
      }
    });

    it('rejects where the receiver is closed', async () => {
      const receiver = await createReceiver();
      const waiting = assert.rejects(receiver.waitFor(1), { code: 'CLOSED' });
      await receiver.close();
      await waiting;
      await assert.rejects(receiver.waitFor(1), { code: 'CLOSED' });
      await receiver.close();
    });
  });

  describe(`faults on demand (thread: ${thread})`, () => {
    it('stop() resets and refuses, restart() listens at the same address and keeps what came', async (test) => {
      const receiver = await createReceiver();
      test.after(() => receiver.close());
      const { url, port } = receiver;
      const before = await RawPeer.connect(test, url);
      await before.write(one);
      await receiver.waitFor(1);
      await receiver.stop();
      assert.equal(await before.farewell, 'reset');
      assert.equal(receiver.connections, 0);
      await assert.rejects(RawPeer.connect(test, url), { code: 'ECONNREFUSED' });
      await receiver.restart();
      assert.deepEqual([receiver.url, receiver.port], [url, port]);
      const after = await RawPeer.connect(test, url);
      assert.equal(await after.end(two), 'fin');
      assert.equal((await receiver.waitFor(2)).length, 2);
    });

    it('pause() and resume() hold back what is sent', async (test) => {
      const receiver = await createReceiver();
      test.after(() => receiver.close());
      receiver.pause();
      const sender = await RawPeer.connect(test, receiver.url);
      const farewell = sender.end(one);
      await assert.rejects(receiver.waitFor(1, { timeout: 20 }), { code: 'TIMEOUT' });
      receiver.resume();
      assert.equal(await farewell, 'fin');
      assert.equal((await receiver.waitFor(1)).length, 1);
    });

    it('resetConnections() cuts who is connected, and takes who comes', async (test) => {
      const receiver = await createReceiver();
      test.after(() => receiver.close());
      const first = await RawPeer.connect(test, receiver.url);
      await first.write(one);
      await receiver.waitFor(1);
      receiver.resetConnections();
      assert.equal(await first.farewell, 'reset');
      const second = await RawPeer.connect(test, receiver.url);
      assert.equal(await second.end(two), 'fin');
    });

    it('a sink of the test decides when messages count as taken', async (test) => {
      let take = (): void => {};
      const receiver = await createReceiver({
        onFrames: () =>
          new Promise<void>((resolve) => {
            take = resolve;
          }),
      });
      test.after(() => receiver.close());
      const sender = await RawPeer.connect(test, receiver.url);
      const farewell = sender.end(one);
      await assert.rejects(receiver.waitFor(1, { timeout: 20 }), { code: 'TIMEOUT' });
      take();
      assert.equal(await farewell, 'fin');
      assert.equal((await receiver.waitFor(1)).length, 1);
    });
  });
}

describe('a receiver in a thread of its own', () => {
  it('receives while the thread of the test is blocked', async (test) => {
    const receiver = await create();
    test.after(() => receiver.close());
    const { port } = new URL(receiver.url);
    // Blocks this thread until the child has its answer.
    const { stdout } = spawnSync(
      process.execPath,
      [
        '--eval',
        `const socket = require('node:net').connect({ port: ${port}, host: '127.0.0.1', allowHalfOpen: true });
         socket.resume().on('end', () => console.log('fin')).end(Buffer.from('${one.toString('hex')}', 'hex'));`,
      ],
      { encoding: 'utf8' },
    );
    assert.equal(stdout, 'fin\n');
    assert.equal((await receiver.waitFor(1))[0]?.payload, 'one');
  });

  it('names what cannot be given to another thread', async () => {
    const SNICallback = (): void => {};
    await assert.rejects(create({ tls: { ...identity, SNICallback } }), {
      code: 'INVALID_OPTION',
      message: /functions and secure contexts cannot be given to another thread: use "thread: false"$/,
    });
  });

  it('takes what a sender still has to say after close(), and shows it to nobody', async (test) => {
    const receiver = await create();
    const sender = await RawPeer.connect(test, receiver.url);
    await sender.write(one);
    await receiver.waitFor(1);
    await receiver.close();
    assert.equal(await sender.end(two), 'fin');
    assert.equal(receiver.messages.length, 1);
  });

  it('leaves its port to the next receiver, whoever is still connected', async (test) => {
    const first = await create();
    const sender = await RawPeer.connect(test, first.url);
    await sender.write(one);
    await first.waitFor(1);
    await first.close();
    const second = await create({ port: first.port });
    test.after(() => second.close());
    assert.equal(await sender.farewell, 'reset');
    assert.equal(second.url, first.url);
  });
});

it('takes an object of options only', async () => {
  await assert.rejects(create(5 as unknown as object), {
    message: 'INVALID_OPTION: the options are 5, allowed: an object',
  });
  await assert.rejects(create('udp' as unknown as object), {
    message: 'INVALID_OPTION: the options are "udp", allowed: an object',
  });
});

it('takes no option from Object.prototype', async (test) => {
  Reflect.defineProperty(Object.prototype, 'maxConnections', { value: 'not yours', configurable: true });
  test.after(() => Reflect.deleteProperty(Object.prototype, 'maxConnections'));
  const receiver = await create({ thread: false });
  await receiver.close();
});

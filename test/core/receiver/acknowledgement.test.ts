import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Frame, Listen } from 'heka-core/receiver';
import { bytes, frame, messageWithPayload } from '../../support/messages/wire-bytes.ts';
import { temporaryDirectory } from '../../support/processes/temporary-directory.ts';
import { RecordingReceiver } from '../../support/receivers/recording-receiver.ts';
import { Authority } from '../../support/servers/certificates.ts';
import { RawPeer } from '../../support/servers/raw-peer.ts';

const authority = await Authority.create();
const identity = await authority.issue('receiver');
const tls = { ca: authority.cert };
const one = frame(messageWithPayload('one'));
const large = frame(messageWithPayload('x'.repeat(60_000)));

const kinds: Readonly<Record<string, (directory: string) => Listen>> = {
  tcp: () => ({ kind: 'tcp', port: 0 }),
  tls: () => ({ kind: 'tls', port: 0, tls: identity }),
  unix: (directory) => ({ kind: 'unix', path: join(directory, 'heka.sock') }),
};

/** A sink that takes what it gets when it is told to. */
class SlowSink {
  readonly #waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  taken = 0;

  take = (frames: readonly Frame[]): Promise<void> =>
    new Promise<void>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    }).then(() => {
      this.taken += frames.length;
    });

  get waiting(): number {
    return this.#waiting.length;
  }

  release(): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  fail(): void {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('no space left'));
  }
}

/** Resolves when whatever is under way in this process has had its turns. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

for (const [kind, listen] of Object.entries(kinds)) {
  describe(`by ${kind}`, () => {
    it('no FIN is sent before the sink has taken the last message', async (test) => {
      const sink = new SlowSink();
      const directory = await temporaryDirectory(test);
      const receiver = await RecordingReceiver.open(test, {
        listen: [listen(directory)],
        onFrames: sink.take,
      });
      const sender = await RawPeer.connect(test, receiver.url, tls);
      const events: string[] = [];
      const farewell = sender.end(one).then((how) => events.push(`${how} when ${sink.taken} was taken`));
      await receiver.until(() => receiver.frames.length === 1);
      await settle();
      assert.deepEqual(events, []);
      sink.release();
      await farewell;
      assert.deepEqual(events, ['fin when 1 was taken']);
      await receiver.until(() => receiver.reports.length === 1);
      assert.equal(receiver.reports[0]?.reason, 'end');
    });

    it('the peer may end first and is read to the end', async (test) => {
      const directory = await temporaryDirectory(test);
      const receiver = await RecordingReceiver.open(test, { listen: [listen(directory)] });
      const sender = await RawPeer.connect(test, receiver.url, tls);
      const many = bytes(...Array.from({ length: 200 }, () => large));
      assert.equal(await sender.end(many), 'fin');
      assert.equal(receiver.frames.length, 200);
    });

    for (const way of ['throws', 'rejects'] as const) {
      it(`where the sink ${way}, every connection is cut, none with a FIN that stands alone`, async (test) => {
        const failures: unknown[] = [];
        const directory = await temporaryDirectory(test);
        const receiver = await RecordingReceiver.open(test, {
          listen: [listen(directory)],
          onFrames: () => {
            const error = new Error('no space left');
            if (way === 'throws') throw error;
            return Promise.reject(error);
          },
          onSinkFailed: (error) => failures.push(error),
        });
        const sentinel = await RawPeer.connect(test, receiver.url, tls);
        await receiver.until(() => receiver.connected.length === 1);
        const sender = await RawPeer.connect(test, receiver.url, tls);
        const farewell = await sender.end(one);
        // A unix socket knows no reset: there the end of the sentinel tells.
        if (kind !== 'unix') assert.equal(farewell, 'reset');
        await sentinel.over;
        await receiver.until(() => receiver.reports.length === 2);
        assert.deepEqual(
          receiver.reports.map(({ reason }) => reason),
          ['sink-failed', 'sink-failed'],
        );
        assert.equal((failures[0] as Error).message, 'no space left');
      });
    }

    it('a sink that failed once is used again by the next connection', async (test) => {
      const sink = new SlowSink();
      const directory = await temporaryDirectory(test);
      const receiver = await RecordingReceiver.open(test, {
        listen: [listen(directory)],
        onFrames: sink.take,
      });
      const first = await RawPeer.connect(test, receiver.url, tls);
      await first.write(one);
      await receiver.until(() => receiver.frames.length === 1);
      sink.fail();
      await first.over;
      const second = await RawPeer.connect(test, receiver.url, tls);
      const farewell = second.end(one);
      await receiver.until(() => receiver.frames.length === 2);
      sink.release();
      assert.equal(await farewell, 'fin');
      assert.equal(sink.taken, 1);
    });
  });
}

describe('onAcknowledge()', () => {
  it('is asked when everything is taken, and the FIN waits for its answer', async (test) => {
    const asked: string[] = [];
    let grant = (): void => {};
    const receiver = await RecordingReceiver.open(test, {
      onAcknowledge: (peer) => {
        asked.push(`${peer.kind} ${receiver.frames.length}`);
        return new Promise<void>((resolve) => {
          grant = resolve;
        });
      },
    });
    const sender = await RawPeer.connect(test, receiver.url);
    const farewell = sender.end(bytes(one, one));
    while (asked.length === 0) await settle();
    await settle();
    assert.deepEqual(asked, ['tcp 2']);
    assert.deepEqual(receiver.reports, []);
    grant();
    assert.equal(await farewell, 'fin');
  });

  it('is not asked about a connection without messages', async (test) => {
    const receiver = await RecordingReceiver.open(test, {
      onAcknowledge: () => Promise.reject(new Error('was asked')),
    });
    const sender = await RawPeer.connect(test, receiver.url);
    assert.equal(await sender.end(), 'fin');
  });

  for (const way of ['throws', 'rejects'] as const) {
    it(`when it ${way}, every connection is reset`, async (test) => {
      const failures: unknown[] = [];
      const receiver = await RecordingReceiver.open(test, {
        onAcknowledge: () => {
          if (way === 'throws') throw new Error('gone');
          return Promise.reject(new Error('gone'));
        },
        onSinkFailed: (error) => failures.push((error as Error).message),
      });
      const sentinel = await RawPeer.connect(test, receiver.url);
      await receiver.until(() => receiver.connected.length === 1);
      const sender = await RawPeer.connect(test, receiver.url);
      assert.equal(await sender.end(one), 'reset');
      assert.equal(await sentinel.farewell, 'reset');
      assert.deepEqual(failures, ['gone']);
    });
  }

  it('is asked before close() ends a silent connection, and again about what came meanwhile', async (test) => {
    const asked: number[] = [];
    let grant = (): void => {};
    const receiver = await RecordingReceiver.open(test, {
      onAcknowledge: () => {
        asked.push(receiver.frames.length);
        return new Promise<void>((resolve) => {
          grant = resolve;
        });
      },
    });
    const sender = await RawPeer.connect(test, receiver.url);
    await sender.write(one);
    await receiver.until(() => receiver.frames.length === 1);
    let isOver = false;
    void sender.over.then(() => {
      isOver = true;
    });
    const closed = receiver.server.close();
    while (asked.length < 1) await settle();
    await sender.write(one);
    await receiver.until(() => receiver.frames.length === 2);
    grant();
    while (asked.length < 2) await settle();
    assert.equal(isOver, false);
    assert.deepEqual(asked, [1, 2]);
    sender.socket.once('end', () => sender.socket.end());
    grant();
    assert.equal(await sender.farewell, 'fin');
    await closed;
  });
});

describe('a sink that is behind', () => {
  it('stops the reading of its connection at the limit, and not of others', async (test) => {
    const sink = new SlowSink();
    const receiver = await RecordingReceiver.open(test, {
      maxPendingBytesPerConnection: 100_000,
      onFrames: (frames, peer) => (peer === receiver.connected[0] ? sink.take(frames) : undefined),
    });
    const slow = await RawPeer.connect(test, receiver.url);
    await receiver.until(() => receiver.connected.length === 1);
    const many = bytes(...Array.from({ length: 400 }, () => large));
    const farewell = slow.end(many);
    await receiver.until(() => receiver.frames.length > 0);
    await settle();
    // The limit, the chunk that passed it, and nothing more.
    assert.ok(receiver.frames.length <= 5, `${receiver.frames.length} frames were read`);

    const quick = await RawPeer.connect(test, receiver.url);
    assert.equal(await quick.end(one), 'fin');

    while (receiver.frames.length < 401 || sink.waiting > 0) {
      sink.release();
      await settle();
    }
    assert.equal(await farewell, 'fin');
    assert.equal(sink.taken, 400);
  });

  it('stops the reading of all connections where together they reach the limit', async (test) => {
    const sink = new SlowSink();
    const receiver = await RecordingReceiver.open(test, { maxPendingBytes: 1, onFrames: sink.take });
    const [first, second] = [
      await RawPeer.connect(test, receiver.url),
      await RawPeer.connect(test, receiver.url),
    ];
    await first.write(one);
    await receiver.until(() => receiver.frames.length === 1);
    await first.write(one);
    await settle();
    assert.equal(receiver.frames.length, 1);
    const farewells = Promise.all([first.end(one), second.end(one)]);
    while (sink.taken < 4) {
      sink.release();
      await settle();
    }
    assert.deepEqual(await farewells, ['fin', 'fin']);
  });

  it('counts many tiny messages as more than their bytes', async (test) => {
    const sink = new SlowSink();
    const receiver = await RecordingReceiver.open(test, {
      maxPendingBytesPerConnection: '1mb',
      onFrames: sink.take,
    });
    const sender = await RawPeer.connect(test, receiver.url);
    const tiny = frame(messageWithPayload(''));
    const farewell = sender.end(bytes(...Array.from({ length: 100_000 }, () => tiny)));
    await receiver.until(() => receiver.frames.length > 0);
    await settle();
    assert.ok(receiver.frames.length < 10_000, `${receiver.frames.length} messages were taken`);
    while (sink.taken < 100_000) {
      sink.release();
      await settle();
    }
    assert.equal(await farewell, 'fin');
  });
});

it('pause() holds the FIN back as well, resume() goes on', async (test) => {
  const receiver = await RecordingReceiver.open(test);
  const before = await RawPeer.connect(test, receiver.url);
  await receiver.until(() => receiver.connected.length === 1);
  receiver.server.pause();
  const after = await RawPeer.connect(test, receiver.url);
  await receiver.until(() => receiver.connected.length === 2);
  const farewells = Promise.all([before.end(one), after.end(one)]);
  await settle();
  assert.deepEqual(receiver.frames, []);
  receiver.server.resume();
  assert.deepEqual(await farewells, ['fin', 'fin']);
  assert.equal(receiver.frames.length, 2);
});

describe('close()', () => {
  it('refuses new connections, reads the open ones to a pause, and waits for the sink', async (test) => {
    const sink = new SlowSink();
    const receiver = await RecordingReceiver.open(test, { onFrames: sink.take });
    const busy = await RawPeer.connect(test, receiver.url);
    const idle = await RawPeer.connect(test, receiver.url);
    await receiver.until(() => receiver.connected.length === 2);
    await busy.write(one);
    await receiver.until(() => receiver.frames.length === 1);
    let isClosed = false;
    const closed = receiver.server.close().then(() => {
      isClosed = true;
    });
    await assert.rejects(RawPeer.connect(test, receiver.url), { code: 'ECONNREFUSED' });
    await busy.write(one);
    await receiver.until(() => receiver.frames.length === 2);
    // The idle one is told to go; it is half-open and answers.
    idle.socket.once('end', () => idle.socket.end());
    assert.equal(await idle.farewell, 'fin');
    assert.equal(isClosed, false);
    busy.socket.once('end', () => busy.socket.end());
    sink.release();
    assert.equal(await busy.farewell, 'fin');
    await closed;
    assert.equal(sink.taken, 2);
    assert.deepEqual(
      receiver.reports.map(({ reason }) => reason),
      ['stopped', 'stopped'],
    );
  });

  it('ends a connection whose peer never answers', async (test) => {
    const receiver = await RecordingReceiver.open(test);
    await RawPeer.connect(test, receiver.url);
    await receiver.until(() => receiver.connected.length === 1);
    await receiver.server.close();
    assert.equal(receiver.server.connections, 0);
  });

  it('gives up at its timeout, where the sink never takes what it has', async (test) => {
    const receiver = await RecordingReceiver.open(test, { onFrames: () => new Promise<void>(() => {}) });
    const sender = await RawPeer.connect(test, receiver.url);
    const farewell = sender.end(one);
    await receiver.until(() => receiver.frames.length === 1);
    await receiver.server.close({ timeout: 20 });
    assert.equal(await farewell, 'reset');
  });
});

it('abort() resets all connections at once', async (test) => {
  const receiver = await RecordingReceiver.open(test);
  const sender = await RawPeer.connect(test, receiver.url);
  await receiver.until(() => receiver.connected.length === 1);
  await receiver.server.abort();
  assert.equal(await sender.farewell, 'reset');
  await assert.rejects(RawPeer.connect(test, receiver.url), { code: 'ECONNREFUSED' });
});

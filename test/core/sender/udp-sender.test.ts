import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { DatagramSender, HekaError } from 'heka-core';
import type { ResolveHost } from '../../../packages/core/src/net/lookup-addresses.ts';
import { createTargetSender } from '../../../packages/core/src/sender/create-sender.ts';
import type { SenderSettings } from '../../../packages/core/src/sender/sender.ts';
import { runApp } from '../../support/processes/run-app.ts';
import { UdpReceiver } from '../../support/servers/udp-receiver.ts';
import { keepAlive } from '../../support/time/keep-alive.ts';

type Outcome = HekaError | undefined;

function udpSender(
  test: TestContext,
  host: string,
  port: number,
  settings: Partial<SenderSettings> = {},
): DatagramSender {
  keepAlive(test);
  const target = { kind: 'udp', host, port, family: 0, localAddress: undefined } as const;
  const sender = createTargetSender(target, { connectTimeoutMs: 10_000, ...settings });
  test.after(() => sender.close());
  return sender;
}

function send(sender: DatagramSender, text: string | Uint8Array): Promise<Outcome> {
  return new Promise((resolve) => sender.send(Buffer.from(text), resolve));
}

/** Answers lookups with one list after the other, the last one again and again; an empty list is "name not found". */
function scripted(...answers: readonly (readonly string[])[]): { resolveHost: ResolveHost; asked: number } {
  const script = {
    asked: 0,
    resolveHost: ((_host, _family, done) => {
      const answer = answers[Math.min(script.asked++, answers.length - 1)] ?? [];
      const error = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
      setImmediate(() => done(answer.length === 0 ? error : null, answer));
    }) as ResolveHost,
  };
  return script;
}

describe('a udp sender', () => {
  for (const host of ['127.0.0.1', '::1', 'localhost']) {
    it(`sends whole datagrams to ${host}, in order`, async (test) => {
      const receiver = await UdpReceiver.bind(test, host === '::1' ? host : '127.0.0.1');
      const sender = udpSender(test, host, receiver.port);
      const texts = Array.from({ length: 20 }, (_, index) => `datagram ${index}`);
      const outcomes = await Promise.all(texts.map((text) => send(sender, text)));
      assert.deepEqual(outcomes, Array(20).fill(undefined));
      await receiver.waitFor(20);
      assert.deepEqual(receiver.texts, texts);
    });
  }

  it('sends up to 65,507 bytes in one datagram and refuses more by the callback', async (test) => {
    const receiver = await UdpReceiver.bind(test);
    const sender = udpSender(test, '127.0.0.1', receiver.port);
    assert.equal(await send(sender, new Uint8Array(65_507)), undefined);
    const error = await send(sender, new Uint8Array(65_508));
    assert.equal(error?.code, 'SEND_FAILED');
    assert.equal(error.message, `SEND_FAILED: ${sender.url}: datagram too large (EMSGSIZE)`);
    assert.equal(await send(sender, 'next'), undefined);
    await receiver.waitFor(2);
    assert.deepEqual(
      receiver.datagrams.map((datagram) => datagram.length),
      [65_507, 4],
    );
  });

  it('never calls back before send returns', async (test) => {
    const receiver = await UdpReceiver.bind(test);
    const sender = udpSender(test, '127.0.0.1', receiver.port);
    for (const state of ['first', 'open', 'closed']) {
      if (state === 'closed') sender.close();
      let returned = false;
      await new Promise<void>((resolve) => {
        sender.send(Buffer.from(state), () => {
          assert.equal(returned, true, state);
          resolve();
        });
        returned = true;
      });
    }
  });

  it('throws nothing if nobody listens, and reports it', async (test) => {
    const receiver = await UdpReceiver.bind(test);
    await receiver.stop();
    const refused: HekaError[] = [];
    const told = new Promise<void>((resolve) => {
      const onRefused = (error: HekaError): void => {
        refused.push(error);
        resolve();
      };
      const sender = udpSender(test, '127.0.0.1', receiver.port, { onRefused });
      void send(sender, 'into the void').then((outcome) => assert.equal(outcome, undefined));
    });
    await told;
    assert.equal(
      refused[0]?.message,
      `SEND_FAILED: udp://127.0.0.1:${receiver.port}: connection refused (ECONNREFUSED)`,
    );
  });

  it('does not take the refusal of one datagram for a failure of the next', async (test) => {
    const receiver = await UdpReceiver.bind(test);
    await receiver.stop();
    let refused = 0;
    const sender = udpSender(test, '127.0.0.1', receiver.port, { onRefused: () => void refused++ });
    await send(sender, 'opens the way');
    const outcomes = await Promise.all(['a', 'b', 'c'].map((text) => send(sender, text)));
    assert.deepEqual(outcomes, [undefined, undefined, undefined]);
    assert.ok(refused >= 2, String(refused));
  });

  it('loses nothing of what is sent after a receiver has come back', async (test) => {
    const first = await UdpReceiver.bind(test);
    await first.stop();
    const sender = udpSender(test, '127.0.0.1', first.port);
    for (let index = 0; index < 3; index++) await send(sender, 'into the void');
    const second = await UdpReceiver.bind(test, '127.0.0.1', first.port);
    assert.equal(await send(sender, 'after the restart'), undefined);
    await second.waitFor(1);
    assert.deepEqual(second.texts, ['after the restart']);
  });

  it('looks the name up again and moves to its new address', async (test) => {
    const old = await UdpReceiver.bind(test, '127.0.0.1');
    const moved = await UdpReceiver.bind(test, '127.0.0.2', old.port);
    const script = scripted(['127.0.0.1'], ['127.0.0.2', '127.0.0.3']);
    const sender = udpSender(test, 'heka.example', old.port, { ...script, addressLifeMs: 0 });
    await send(sender, 'before');
    await send(sender, 'while it is looked up');
    await old.waitFor(2);
    do await send(sender, 'after');
    while (moved.datagrams.length === 0 && old.datagrams.length < 1_000);
    assert.equal(moved.texts[0], 'after');
  });

  it('stays with its address while the name still has it, whatever the order', async (test) => {
    const receiver = await UdpReceiver.bind(test, '127.0.0.1');
    const script = scripted(['127.0.0.1', '127.0.0.2'], ['127.0.0.2', '127.0.0.1']);
    const sender = udpSender(test, 'heka.example', receiver.port, { ...script, addressLifeMs: 0 });
    while (script.asked < 5) await send(sender, 'x');
    const sent = receiver.datagrams.length;
    await send(sender, 'last');
    await receiver.waitFor(sent + 1);
    assert.equal(receiver.texts.at(-1), 'last');
  });

  it('keeps an address that works when a later lookup fails', async (test) => {
    const receiver = await UdpReceiver.bind(test, '127.0.0.1');
    const script = scripted(['127.0.0.1'], []);
    const sender = udpSender(test, 'heka.example', receiver.port, { ...script, addressLifeMs: 0 });
    await send(sender, 'first');
    while (script.asked < 2) await send(sender, 'x');
    await new Promise(setImmediate);
    assert.equal(await send(sender, 'last'), undefined);
  });

  it('fails each datagram of a name that is not known, with one lookup a second', async (test) => {
    const script = scripted([]);
    const sender = udpSender(test, 'heka.example', 5565, script);
    const outcomes = await Promise.all([send(sender, 'a'), send(sender, 'b')]);
    outcomes.push(await send(sender, 'c'));
    const message = 'CONNECT_FAILED: udp://heka.example:5565: name not found (ENOTFOUND)';
    assert.deepEqual(
      outcomes.map((outcome) => outcome?.message),
      [message, message, message],
    );
    assert.equal(script.asked, 1);
  });

  it('ends what waits, and refuses what follows, when it is closed', async (test) => {
    const sender = udpSender(test, 'heka.example', 5565, { resolveHost: () => {} });
    const waiting = send(sender, 'waits for the name');
    sender.close();
    sender.close();
    assert.equal((await waiting)?.code, 'CLOSED');
    assert.equal((await send(sender, 'late'))?.code, 'CLOSED');
  });

  it('lets the process end by itself after it has sent', async (test) => {
    const receiver = await UdpReceiver.bind(test);
    const url = `udp://127.0.0.1:${receiver.port}`;
    const run = await runApp('test/core/sender/apps/datagram.ts', { args: [JSON.stringify({ url })] });
    assert.deepEqual(run, { code: 0, signal: null, stdout: 'sent\n', stderr: '' });
    await receiver.waitFor(1);
    assert.deepEqual(receiver.texts, ['from another process']);
  });
});

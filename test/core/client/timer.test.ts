import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { ClientOptions, HekaClient } from 'heka-core';
import { HekaTimer } from '../../../packages/core/src/client/timer/heka-timer.ts';
import { openClient } from '../../support/messages/client-bytes.ts';
import { messageOf } from '../../support/messages/frame-fields.ts';
import { runApp } from '../../support/processes/run-app.ts';

/** A timer on a clock that is moved by hand; what it sends. */
function timerByHand(): { timer: HekaTimer; pass(ms: number): void; sent: readonly number[] } {
  let now = 1000.25;
  const sent: number[] = [];
  const timer = new HekaTimer({ name: 'work', now: () => now, send: (elapsedMs) => sent.push(elapsedMs) });
  return {
    timer,
    sent,
    pass(ms) {
      now += ms;
    },
  };
}

describe('a timer', () => {
  it('measures from its making to the end of the block that `using` declares it in', () => {
    const { timer, pass, sent } = timerByHand();
    pass(3);
    {
      using inBlock = timer;
      pass(9.5);
      assert.equal(inBlock.result, undefined);
    }
    assert.equal(timer.result, 12.5);
    assert.deepEqual(sent, [12.5]);
  });

  it('measures with `await using`', async () => {
    const { timer, pass, sent } = timerByHand();
    {
      await using inBlock = timer;
      pass(4);
      assert.equal(inBlock.name, 'work');
    }
    assert.deepEqual(sent, [4]);
  });

  it('is stopped once, however often it is asked to', () => {
    const { timer, pass, sent } = timerByHand();
    pass(1);
    assert.equal(timer.stop(), 1);
    pass(1);
    assert.equal(timer.stop(), undefined);
    timer[Symbol.dispose]();
    assert.deepEqual(sent, [1]);
  });

  it('has nested runs, of which stop ends the innermost', () => {
    const { timer, pass, sent } = timerByHand();
    pass(100);
    timer.start();
    pass(10);
    timer.start();
    pass(1);
    assert.equal(timer.stop(), 1);
    assert.equal(timer.stop(), 11);
    assert.equal(timer.stop(), 111);
    assert.deepEqual(sent, [1, 11, 111]);
  });

  it('has runs side by side, each with its own end', () => {
    const { timer, pass, sent } = timerByHand();
    const first = timer.start();
    pass(1);
    const second = timer.start();
    pass(1);
    assert.equal(first.stop(), 2);
    pass(1);
    assert.equal(timer.stop(second), 2);
    assert.equal(second.stop(), 2);
    assert.deepEqual([first.result, second.result], [2, 2]);
    {
      using third = timer.start();
      pass(7);
      assert.equal(third.result, undefined);
    }
    assert.deepEqual(sent, [2, 2, 7]);
    assert.equal(timer.result, 7);
  });
});

describe('a function wrapped by a timer', () => {
  it('gets arguments and this, and gives its result', () => {
    const { timer, pass, sent } = timerByHand();
    const account = {
      balance: 5,
      add: timer.wrap(function add(this: { balance: number }, amount: number): number {
        pass(2);
        return this.balance + amount;
      }),
    };
    assert.equal(account.add(3), 8);
    assert.equal(account.add(4), 9);
    assert.deepEqual(sent, [2, 2]);
    assert.equal(account.add.name, 'add');
    assert.equal(account.add.length, 1);
  });

  it('is measured where it throws, and throws the same', () => {
    const { timer, pass, sent } = timerByHand();
    const mistake = new Error('a mistake');
    const fail = timer.wrap((): never => {
      pass(3);
      throw mistake;
    });
    assert.throws(fail, (error) => error === mistake);
    assert.deepEqual(sent, [3]);
  });

  it('must be a function', () => {
    const { timer } = timerByHand();
    assert.throws(() => timer.wrap(3 as unknown as () => void), {
      code: 'INVALID_MESSAGE',
      message: 'INVALID_MESSAGE: the argument of wrap() is 3, allowed: a function',
    });
  });

  it('is measured until its promise is settled', async () => {
    const { timer, pass, sent } = timerByHand();
    const mistake = new Error('a mistake');
    const work = timer.wrap(async (fails: boolean) => {
      pass(1);
      await Promise.resolve();
      pass(5);
      if (fails) throw mistake;
      return 'done';
    });
    const result = work(false);
    assert.deepEqual(sent, []);
    assert.equal(await result, 'done');
    await assert.rejects(work(true), (error) => error === mistake);
    assert.deepEqual(sent, [6, 6]);
  });

  it('leaves a rejection that nobody handles unhandled', async () => {
    const { code, stderr } = await runApp('test/core/client/apps/unhandled.ts');
    assert.equal(code, 1);
    assert.match(stderr, /Error: nobody cares/);
  });

  it('may be a generator, which is measured from its first step to its end', () => {
    const { timer, pass, sent } = timerByHand();
    const count = timer.wrap(function* count(this: unknown, to: number): Generator<number, string, number> {
      let received = 0;
      for (let number = 1; number <= to; number++) {
        pass(2);
        received += yield number;
      }
      return `received ${received}`;
    });
    const steps = count(2);
    pass(1000);
    assert.deepEqual(steps.next(0), { value: 1, done: false });
    assert.deepEqual(steps.next(10), { value: 2, done: false });
    assert.deepEqual(sent, []);
    assert.deepEqual(steps.next(20), { value: 'received 30', done: true });
    assert.deepEqual(sent, [4]);
    const left = count(5);
    left.next(0);
    assert.deepEqual(left.return('left'), { value: 'left', done: true });
    assert.deepEqual(sent, [4, 2]);
    const thrown = count(5);
    thrown.next(0);
    assert.throws(() => thrown.throw(new RangeError('stop')), RangeError);
    assert.deepEqual(sent, [4, 2, 2]);
  });

  it('may be an async generator', async () => {
    const { timer, pass, sent } = timerByHand();
    const count = timer.wrap(async function* count(to: number) {
      for (let number = 1; number <= to; number++) {
        await Promise.resolve();
        pass(3);
        yield number;
      }
    });
    const numbers: number[] = [];
    for await (const number of count(3)) numbers.push(number);
    assert.deepEqual(numbers, [1, 2, 3]);
    assert.deepEqual(sent, [9]);
  });

  it('is measured once for each of several calls at a time', async () => {
    const { timer, pass, sent } = timerByHand();
    const finish: (() => void)[] = [];
    const work = timer.wrap(() => new Promise<void>((resolve) => finish.push(resolve)));
    const first = work();
    pass(5);
    const second = work();
    pass(1);
    finish[1]?.();
    await second;
    pass(10);
    finish[0]?.();
    await first;
    assert.deepEqual(sent, [1, 16]);
  });
});

async function sentBy(
  t: TestContext,
  options: ClientOptions,
  use: (client: HekaClient) => void,
): Promise<readonly (readonly unknown[])[]> {
  const { client, server } = await openClient(t, options);
  use(client);
  await client.flush({ timeout: 30_000 });
  return server.frames
    .map(messageOf)
    .map(({ type, logger, severity, payload, fields }) => [
      type,
      logger,
      severity,
      payload,
      ...fields.map(({ name, values }) => `${name}=${values.join()}`),
    ]);
}

describe('the timers of a client', () => {
  it('send the rounded milliseconds of a monotonic clock, with what they were made with', async (t) => {
    let result: number | undefined;
    const messages = await sentBy(t, {}, (client) => {
      const timer = client.timer('render', { logger: 'web', severity: 7, fields: { page: 'home' }, rate: 1 });
      for (const until = performance.now() + 3; performance.now() < until; );
      timer.stop();
      result = timer.result;
    });
    assert.ok(result !== undefined && result >= 3 && !Number.isInteger(result));
    assert.deepEqual(messages, [
      ['timer', 'web', 7, String(Math.round(result)), 'name=render', 'rate=1', 'page=home'],
    ]);
  });

  for (const disabledTimers of ['render', '*', ['render', 'query']] as const) {
    it(`send nothing if ${JSON.stringify(disabledTimers)} is disabled; the code runs all the same`, async (t) => {
      let calls = 0;
      const messages = await sentBy(t, { disabledTimers }, (client) => {
        const timer = client.timer('render');
        timer.wrap(() => calls++)();
        timer.stop();
        assert.equal(typeof timer.result, 'number');
        if (disabledTimers !== '*') client.timer('other').stop();
        client.timerSend('render', 1);
      });
      assert.equal(calls, 1);
      const names = messages.map((message) => message[4]);
      assert.deepEqual(names, disabledTimers === '*' ? ['name=render'] : ['name=other', 'name=render']);
    });
  }
});

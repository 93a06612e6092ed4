import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import { createReceiver, type Receiver } from 'heka-core/testing';
import { pino } from 'pino';
import hekaTarget, { type HekaOptions, type HekaStream, hekaDestination } from 'pino-heka';

/** Opens a receiver, and gives the options that lead to it. */
async function setUp(
  test: TestContext,
  options: HekaOptions = {},
  receiving: Parameters<typeof createReceiver>[0] = {},
): Promise<{ receiver: Receiver; options: HekaOptions }> {
  const receiver = await createReceiver(receiving);
  test.after(() => receiver.close());
  return { receiver, options: { url: receiver.url, quiet: true, ...options } };
}

/** Counts the lines that are parsed to objects while a function runs. */
function parsedLines(run: () => void): number {
  const parse = JSON.parse;
  let count = 0;
  JSON.parse = (text, reviver) => {
    if (text.length > 60) count++;
    return parse(text, reviver) as unknown;
  };
  try {
    run();
  } finally {
    JSON.parse = parse;
  }
  return count;
}

describe('lines in process', () => {
  it('become frames without being parsed, but for the first ones', async (test) => {
    const { receiver, options } = await setUp(test);
    const destination = hekaDestination(options);
    const logger = pino({ name: 'shop' }, destination);
    const parsed = parsedLines(() => {
      for (let index = 0; index < 1000; index++) {
        logger.info({ order: index, items: [{ id: 'a' }], ms: index / 7 }, 'order "placed"\n');
      }
      assert.equal(destination.stats().accepted, 1000);
    });
    await destination.close();
    assert.ok(parsed < 20, `${parsed} lines were parsed`);
    const { messages } = receiver;
    assert.equal(messages.length, 1000);
    for (const [index, { logger: name, severity, payload, fields }] of messages.entries()) {
      assert.deepEqual([name, severity, payload], ['shop', 6, 'order "placed"\n']);
      assert.deepEqual(fields, [
        { name: 'level', type: 'string', values: ['info'] },
        { name: 'order', type: 'integer', values: [BigInt(index)] },
        { name: 'items', type: 'string', values: ['[{"id":"a"}]'], representation: 'json' },
        index % 7 === 0
          ? { name: 'ms', type: 'integer', values: [BigInt(index / 7)] }
          : { name: 'ms', type: 'double', values: [index / 7] },
      ]);
    }
  });

  it('are all parsed if an option asks for what only records have', async (test) => {
    const { receiver, options } = await setUp(test, { payload: 'json' });
    const destination = hekaDestination(options);
    const logger = pino(destination);
    const parsed = parsedLines(() => {
      for (let index = 0; index < 10; index++) logger.info({ index }, 'the same text in each of them');
    });
    await destination.close();
    assert.equal(parsed, 10);
    assert.match(receiver.messages[9]?.payload ?? '', /"index":9/);
  });

  it('are signed if messages are', async (test) => {
    const hmac = { signer: 'ops', key: 'secret', keyVersion: 2 };
    const { receiver, options } = await setUp(
      test,
      { hmac },
      { signers: { ops_2: 'secret' }, requireSignature: true },
    );
    const destination = hekaDestination(options);
    const logger = pino(destination);
    for (let index = 0; index < 100; index++) logger.info({ index }, 'text');
    await destination.close();
    assert.equal(receiver.messages.length, 100);
  });

  it('are understood as the logger says that they are to be, whatever came before', async (test) => {
    const { receiver, options } = await setUp(test);
    const destination = hekaDestination(options);
    const line = '{"level":35,"time":1760000000123,"pid":1,"hostname":"h","text":"a"}\n';
    destination.write(line);
    destination.write(line.slice(0, 40));
    destination.emit('message', {
      code: 'PINO_CONFIG',
      config: { messageKey: 'text', levels: { values: { notice: 35 }, labels: { 35: 'notice' } } },
    });
    destination.write(line.slice(40));
    destination.write(line.repeat(3));
    await destination.close();
    const { messages } = receiver;
    assert.deepEqual(
      messages.map(({ severity, payload }) => [severity, payload]),
      [
        [6, undefined],
        [5, 'a'],
        [5, 'a'],
        [5, 'a'],
        [5, 'a'],
      ],
    );
  });

  it('that a listener of the destination logs come behind those that are being taken', async (test) => {
    const { options } = await setUp(test, { queue: { maxBytes: '1mb', overflow: 'drop-newest' } });
    const destination = hekaDestination({ ...options, url: 'tcp://127.0.0.1:1' });
    const logger = pino(destination);
    destination.once('dropped', () => logger.info('something was dropped'));
    for (let index = 0; index < 10_000; index++) logger.info({ index }, 'x'.repeat(500));
    await destination.close();
    const { accepted, confirmed, unsettled, pending, dropped } = destination.stats();
    const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
    assert.equal(accepted, confirmed + unsettled + pending + lost);
    assert.equal(accepted, 10_001);
  });
});

describe('the stream of the target', () => {
  const line = (text: string): string =>
    `{"level":30,"time":1760000000123,"pid":1,"hostname":"h","msg":"${text}"}\n`;

  async function open(test: TestContext): Promise<{ stream: HekaStream; receiver: Receiver }> {
    const { receiver, options } = await setUp(test);
    return { stream: await hekaTarget(options), receiver };
  }

  function payloads({ messages }: Receiver): (string | undefined)[] {
    return messages.map(({ payload }) => payload);
  }

  it('takes text and bytes, with and without callbacks, in their order', async (test) => {
    const { stream, receiver } = await open(test);
    let called = 0;
    assert.equal(stream.write(line('1')), true);
    stream.write(Buffer.from(line('2')));
    stream.write(line('3'), () => called++);
    stream.write(line('4'), 'utf8', () => called++);
    stream.cork();
    stream.write(line('5'));
    stream.write(line('6'));
    stream.uncork();
    stream.write(line('7').slice(0, 20));
    stream.end(line('7').slice(20).trimEnd(), () => called++);
    await once(stream, 'close');
    assert.deepEqual(payloads(receiver), ['1', '2', '3', '4', '5', '6', '7']);
    assert.equal(called, 3);
  });

  it('never asks to wait', async (test) => {
    const { stream, receiver } = await open(test);
    for (let index = 0; index < 1000; index++) {
      assert.equal(stream.write(line('x'.repeat(1000))), true);
      assert.equal(stream.writableNeedDrain, false);
    }
    stream.end();
    await once(stream, 'close');
    assert.equal(receiver.messages.length, 1000);
  });

  it('finishes when everything is sent', async (test) => {
    const { stream, receiver } = await open(test);
    stream.write(line('a'));
    const finished = once(stream, 'finish');
    stream.end();
    await finished;
    assert.deepEqual(payloads(receiver), ['a']);
    const { confirmed, unsettled, pending } = stream.stats();
    assert.deepEqual([confirmed + unsettled, pending], [1, 0]);
  });

  it('sends what it has when it is destroyed', async (test) => {
    const { stream, receiver } = await open(test);
    stream.write(line('a'));
    stream.destroy();
    await once(stream, 'close');
    assert.deepEqual(payloads(receiver), ['a']);
  });

  it('counts what is written after its end as dropped, and emits no error', async (test) => {
    const { stream } = await open(test);
    stream.on('error', (error: Error) => assert.fail(error));
    stream.end();
    await once(stream, 'close');
    stream.write(line('late'));
    assert.deepEqual(stream.stats().dropped, { closed: 1 });
  });
});

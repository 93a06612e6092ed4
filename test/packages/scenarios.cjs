'use strict';
// What must work however the packages were loaded. Each scenario is given the loaded modules.
const assert = require('node:assert/strict');

/** A message survives being encoded, framed, split and decoded. */
function messageSurvivesTheWire({ createMessage, encodeMessage, decodeMessage, encodeFrame, Splitter }) {
  const message = createMessage({
    type: 'package.test',
    payload: 'grüße',
    fields: [{ name: 'size', type: 'integer', values: [-1n, 2n ** 60n], representation: 'B' }],
  });
  assert.deepEqual(decodeMessage(encodeMessage(message)), message);
  const [frame, ...rest] = new Splitter({}).push(encodeFrame(message));
  assert.deepEqual(frame.message, message);
  assert.deepEqual(rest, []);
}

/** A wrong option is refused with the class and the code that the package documents. */
function wrongOptionIsRefused({ HekaError, createDelivery }) {
  assert.throws(
    () => createDelivery({ port: 70_000 }),
    (error) => error instanceof HekaError && error.code === 'INVALID_OPTION',
  );
}

/** A matcher finds what its regular expression says; RE2 is loaded on demand, and must be found. */
function regularExpressionMatches({ createMatcher, createMessage }) {
  const matcher = createMatcher('Payload =~ /^GET .* [45]\\d\\d$/');
  const selected = ['GET / 200', 'GET /nothing 404'].filter((payload) => matcher(createMessage({ payload })));
  assert.deepEqual(selected, ['GET /nothing 404']);
}

/** A message logged to a delivery arrives, and the delivery knows. */
async function deliveryArrives({ createDelivery }, { createReceiver }) {
  await withReceiver(createReceiver, async (receiver) => {
    const delivery = createDelivery({ url: receiver.url });
    delivery.log({ type: 'package.test', payload: 'delivered' });
    const { confirmed, unsettled, pending, dropped } = await delivery.close();
    assert.deepEqual(
      { arrived: confirmed + unsettled, pending, dropped },
      { arrived: 1, pending: 0, dropped: {} },
    );
    assert.deepEqual(payloads(await receiver.waitFor(1)), ['delivered']);
  });
}

/** A client counts, times and logs. */
async function clientArrives({ createClient, getClient }, { createReceiver }) {
  await withReceiver(createReceiver, async (receiver) => {
    const client = createClient({ url: receiver.url, logger: 'shop' });
    client.incr('hits');
    client.timer('render').stop();
    client.info('hello %s', 'ann');
    const messages = await receiver.waitFor(3);
    assert.deepEqual(
      messages.map(({ type, logger }) => [type, logger]),
      [
        ['counter', 'shop'],
        ['timer', 'shop'],
        ['oldstyle', 'shop'],
      ],
    );
    await client.close();
    assert.equal(getClient('shop'), getClient());
    const captured = createClient({ capture: true });
    captured.heka('order', { fields: { total: require('heka-core').double(1) } });
    assert.deepEqual(captured.captured[0].fields, [{ name: 'total', type: 'double', values: [1] }]);
  });
}

/** A record logged through winston arrives. */
async function winstonArrives(winston, HekaTransport, { createReceiver }) {
  await withReceiver(createReceiver, async (receiver) => {
    const transport = new HekaTransport({ url: receiver.url });
    const logger = winston.createLogger({ transports: [transport] });
    logger.warn('by winston', { answer: 42 });
    const [message] = await receiver.waitFor(1);
    assertRecord(message, { payload: 'by winston', severity: 4 });
    const finished = new Promise((resolve) => transport.once('finish', resolve));
    logger.end();
    await finished;
  });
}

/** A record logged through pino arrives, by whatever `open` gives for the receiver's url. */
async function pinoArrives(pino, open, { createReceiver }) {
  await withReceiver(createReceiver, async (receiver) => {
    const destination = await open({ url: receiver.url });
    const logger = pino(destination);
    logger.warn({ answer: 42 }, 'by pino');
    const [message] = await receiver.waitFor(1);
    assertRecord(message, { payload: 'by pino', severity: 4 });
    await new Promise((resolve, reject) => logger.flush((error) => (error ? reject(error) : resolve())));
    const closed = new Promise((resolve) => destination.once('close', resolve));
    destination.end();
    await closed;
  });
}

function assertRecord(message, { payload, severity }) {
  assert.equal(message.payload, payload);
  assert.equal(message.severity, severity);
  assert.deepEqual(
    message.fields.find(({ name }) => name === 'answer'),
    { name: 'answer', type: 'integer', values: [42n] },
  );
}

async function withReceiver(createReceiver, use) {
  const receiver = await createReceiver();
  try {
    await use(receiver);
  } finally {
    await receiver.close();
  }
}

function payloads(messages) {
  return messages.map(({ payload }) => payload);
}

module.exports = {
  messageSurvivesTheWire,
  wrongOptionIsRefused,
  regularExpressionMatches,
  deliveryArrives,
  clientArrives,
  winstonArrives,
  pinoArrives,
};

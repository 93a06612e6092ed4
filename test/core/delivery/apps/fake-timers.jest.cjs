// Logs under the fake timers of Jest, through each of the packages at HEKA_PACKAGES, to HEKA_URL. Jest runs it: see
// fake-timers.test.ts.

const options = { url: process.env.HEKA_URL, settleTime: 20, quiet: true };

function open({ createDelivery, HekaTransport, hekaDestination }) {
  if (createDelivery !== undefined) {
    const delivery = createDelivery(options);
    return {
      log: () => delivery.log({ payload: 'x' }),
      flush: (flush) => delivery.flush(flush),
      end: () => delivery.close(),
    };
  }
  if (HekaTransport !== undefined) {
    const transport = new HekaTransport(options);
    return {
      log: () => transport.log({ level: 'info', message: 'x' }),
      flush: (flush) => transport.flush(flush),
      // `finish` comes by a tick of readable-stream, which is faked as well.
      end: () => transport.flush({ ending: true }).then(() => transport.destroy()),
    };
  }
  const destination = hekaDestination(options);
  return {
    log: () => destination.write('{"level":30,"msg":"x"}\n'),
    flush: (flush) => destination.flush(flush),
    end: () => destination.close(),
  };
}

describe.each(JSON.parse(process.env.HEKA_PACKAGES))('%s', (path) => {
  const heka = require(path);
  let sink;

  afterEach(async () => {
    jest.useRealTimers();
    await sink.end();
  });

  test('faked before the first connection, and real again', async () => {
    sink = open(heka);
    jest.useFakeTimers();
    sink.log();
    jest.useRealTimers();
    sink.log();
    expect((await sink.flush({ timeout: 30_000 })).confirmed).toBe(2);
  });

  test('faked before the delivery is made', async () => {
    jest.useFakeTimers();
    sink = open(heka);
    sink.log();
    expect((await sink.flush({ timeout: 30_000 })).confirmed).toBe(1);
  });

  test('faked after the first connection', async () => {
    sink = open(heka);
    sink.log();
    await sink.flush();
    jest.useFakeTimers();
    sink.log();
    expect((await sink.flush({ timeout: 30_000 })).confirmed).toBe(2);
  });

  test('faked at the end', async () => {
    sink = open(heka);
    sink.log();
    jest.useFakeTimers();
    await sink.end();
  });
});

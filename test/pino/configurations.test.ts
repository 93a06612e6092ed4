import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { after, before, describe, it } from 'node:test';
import type { MessageJson } from 'heka-core';
import type Pino from 'pino';
import { type HekaOptions, hekaDestination } from 'pino-heka';
import { bundlePackage } from '../support/processes/bundle-package.ts';
import { RemoteReceiver } from '../support/receivers/remote-receiver.ts';

const require = createRequire(import.meta.url);
const versions = ['pino', 'pino-9', 'pino-8'].map((name) => require(name) as typeof Pino);
const TARGET = bundlePackage('pino');

/** 2023-11-14T22:13:20.123Z, as the nanoseconds of a message. */
const TIME = '1700000000123000000';
const ISO_TIME = '2023-11-14T22:13:20.123Z';

/** What a time function writes: a fixed time. */
const timeAs = (name: string, value: unknown) => (): string => `,"${name}":${JSON.stringify(value)}`;

interface Configuration {
  readonly name: string;
  readonly pino: Pino.LoggerOptions;
  readonly heka?: HekaOptions;
  /** Fatal by default, with the members of an attacker. */
  readonly log?: (logger: Pino.Logger) => void;
  /** Headers other than severity 2, the process's pid and hostname, the fixed time, and no name. */
  readonly headers?: Partial<Pick<MessageJson, 'severity' | 'pid' | 'hostname' | 'logger'>>;
  /** False: the time of arrival counts. */
  readonly hasTime?: boolean;
  /**
   * Fields before those of the call, as `name=value`; the level's label by default. A member of pino's own that is no header is
   * one of several of its name, of which the last counts: the call's.
   */
  readonly fields?: readonly string[];
}

const level = (formatter: (label: string, level: number) => object): Pino.LoggerOptions => ({
  formatters: { level: formatter },
});

const configurations: readonly Configuration[] = [
  { name: 'nothing configured', pino: {} },
  // Level formatters.
  { name: 'the label as level', pino: level((label) => ({ level: label })) },
  {
    name: 'the label in capitals',
    pino: level((label) => ({ level: label.toUpperCase() })),
    fields: ['level=FATAL'],
  },
  {
    name: 'severity before level',
    pino: level((label, number) => ({ severity: label.toUpperCase(), level: number })),
    fields: ['level=fatal', 'severity=debug'],
  },
  {
    name: 'severity behind level',
    pino: level((label, number) => ({ level: number, severity: label.toUpperCase() })),
    fields: ['level=fatal', 'severity=debug'],
  },
  {
    name: 'severity alone',
    pino: level((label) => ({ severity: label.toUpperCase() })),
    fields: ['level=FATAL'],
  },
  { name: 'a number under another name', pino: level((_label, number) => ({ lvl: number })) },
  { name: 'a name of ECS', pino: level((label) => ({ 'log.level': label })) },
  {
    name: 'the level inside an object',
    pino: level((label, number) => ({ level: { label, value: number } })),
    fields: ['level=fatal', 'level_=10'],
  },
  {
    name: 'the level inside an object of another name',
    pino: level((label) => ({ log: { level: label } })),
    fields: ['level=fatal', 'log.level=fatal'],
  },
  {
    name: 'much beside the level',
    pino: level((label, number) => ({ v: 1, app: 'shop', priority: 0, levelName: label, level: number })),
    fields: ['level=fatal', 'v=1', 'app=shop', 'priority=0', 'levelName=fatal'],
  },
  // Bases.
  { name: 'no base', pino: { base: null } },
  {
    name: 'a base without pid and hostname',
    pino: { base: { app: 'shop' } },
    fields: ['level=fatal', 'app=shop'],
  },
  {
    name: 'a base with other values',
    pino: { base: { pid: 7, hostname: 'web-7', app: 'shop' } },
    headers: { pid: 7, hostname: 'web-7' },
    fields: ['level=fatal', 'app=shop'],
  },
  {
    name: 'a base in another order',
    pino: { base: { hostname: 'web-7', pid: 7 }, name: 'cart' },
    headers: { pid: 7, hostname: 'web-7', logger: 'cart' },
  },
  {
    name: 'a base that begins with something else',
    pino: { base: { app: 'shop', n: 1 }, name: 'cart' },
    fields: ['level=fatal', 'app=shop', 'n=1', 'name=root'],
  },
  { name: 'a name', pino: { name: 'cart' }, headers: { logger: 'cart' } },
  {
    name: 'a level formatter and no base',
    pino: { ...level((label, number) => ({ severity: label, level: number })), base: null },
    fields: ['level=fatal', 'severity=debug'],
  },
  // Times.
  { name: 'no time', pino: { timestamp: false }, hasTime: false },
  { name: 'no time and no base', pino: { timestamp: false, base: null }, hasTime: false },
  {
    name: 'no time and a level formatter',
    pino: { ...level((label) => ({ severity: label.toUpperCase() })), timestamp: false },
    hasTime: false,
    fields: ['level=FATAL'],
  },
  {
    name: 'no time, no base and a level formatter',
    pino: { ...level((label) => ({ severity: label.toUpperCase() })), timestamp: false, base: null },
    hasTime: false,
    fields: ['level=FATAL'],
  },
  { name: 'a time as text', pino: { timestamp: timeAs('time', ISO_TIME) } },
  { name: 'a time in seconds', pino: { timestamp: timeAs('time', 1_700_000_000.123) } },
  { name: 'a time in nanoseconds', pino: { timestamp: () => `,"time":${TIME}` } },
  { name: 'a time of another name', pino: { timestamp: timeAs('@timestamp', ISO_TIME) } },
  {
    name: 'a time of another name, told by the option timeKey',
    pino: { timestamp: timeAs('at', ISO_TIME), base: null },
    heka: { timeKey: 'at' },
  },
  {
    name: 'a time function that writes more',
    pino: { timestamp: () => `,"time":${JSON.stringify(ISO_TIME)},"zone":"utc"` },
    fields: ['level=fatal', 'zone=utc', 'pid=1', 'hostname=evil'],
  },
  // What the members of a call go through.
  {
    name: 'a nested key',
    pino: { nestedKey: 'data' },
    heka: { nestedKey: 'data' },
  },
  {
    name: 'a mixin',
    pino: { mixin: () => ({ traceId: 't1', level: 10, severity: 'TRACE' }) },
    fields: ['level=fatal', 'traceId=t1', 'level_=10', 'severity=TRACE'],
    log: (logger) => logger.fatal({ user: 'ann' }, 'text'),
  },
  {
    name: 'a log formatter',
    pino: { formatters: { log: (members) => ({ first: 1, ...members }) } },
    fields: ['level=fatal', 'first=1'],
  },
  {
    name: 'a child with members of its own',
    pino: {},
    fields: ['level=fatal', 'pid=1', 'time=5', 'request=r1'],
    log: (logger) => logger.child({ pid: 1, time: 5, request: 'r1' }).fatal({ user: 'ann' }, 'text'),
  },
  {
    name: 'a level formatter, and a child with members of its own',
    pino: level((label) => ({ severity: label })),
    fields: ['level=fatal', 'severity=trace', 'priority=1'],
    log: (logger) => logger.child({ severity: 'trace', priority: 1 }).fatal({ user: 'ann' }, 'text'),
  },
  {
    name: 'a level formatter, and a call that repeats its members',
    pino: level((label, number) => ({ severity: label, level: number })),
    fields: ['level=fatal', 'severity=debug', 'level_=10'],
    log: (logger) => logger.fatal({ severity: 'debug', level: 10, user: 'ann' }, 'text'),
  },
];

/** The members of a call that would be headers in another place. */
const FORGED = { time: 5, level: 10, severity: 'debug', pid: 1, hostname: 'evil', name: 'root' };

const CALL = (logger: Pino.Logger): void => logger.fatal({ user: 'ann', ...FORGED }, 'text');

function withFixedTime(options: Pino.LoggerOptions): Pino.LoggerOptions {
  return { timestamp: timeAs('time', 1_700_000_000_123), ...options };
}

function assertHeaders(message: MessageJson | undefined, configuration: Configuration): void {
  const { headers = {}, hasTime = true, fields = ['level=fatal'] } = configuration;
  assert.ok(message);
  const { severity, pid, payload, timestamp } = message;
  assert.deepEqual(
    { severity, pid, hostname: message.hostname, logger: message.logger, payload },
    {
      severity: 2,
      pid: process.pid,
      hostname: hostname(),
      logger: 'heka-js',
      payload: 'text',
      ...headers,
    },
  );
  assert.equal(timestamp === TIME, hasTime, timestamp);
  const first = message.fields.slice(0, fields.length).map(({ name, values }) => `${name}=${values.join()}`);
  assert.deepEqual(first, fields);
  const next = message.fields[fields.length];
  assert.deepEqual([next?.name, next?.values], ['user', ['ann']], 'then come those of the call');
}

let receiver: RemoteReceiver;
let alive: NodeJS.Timeout;

before(async () => {
  receiver = await RemoteReceiver.start();
  // pino does not let a worker keep the process alive, nor a test that waits for one.
  alive = setInterval(() => {}, 60_000);
});
after(() => {
  receiver.stop();
  clearInterval(alive);
});

for (const pino of versions) {
  describe(`a logger of pino ${pino.version}, in process`, () => {
    for (const configuration of configurations) {
      it(`has its headers with ${configuration.name}`, async () => {
        const destination = hekaDestination({
          url: receiver.url,
          quiet: true,
          settleTime: 0,
          ...configuration.heka,
        });
        const { log = CALL } = configuration;
        log(pino(withFixedTime(configuration.pino), destination));
        await destination.close();
        const [message] = await receiver.messages(1);
        assertHeaders(message, configuration);
      });
    }
  });
}

describe('a logger of pino, with a worker', () => {
  const [pino] = versions as [typeof Pino];
  for (const configuration of configurations) {
    it(`has its headers with ${configuration.name}`, async () => {
      const stream = pino.transport({
        target: TARGET,
        options: { url: receiver.url, quiet: true, settleTime: 0, ...configuration.heka },
        worker: { execArgv: [] },
      });
      const { log = CALL } = configuration;
      log(pino(withFixedTime(configuration.pino), stream));
      await once(stream, 'ready');
      const closed = once(stream, 'close');
      stream.end();
      await closed;
      const [message] = await receiver.messages(1);
      assertHeaders(message, configuration);
    });
  }
});

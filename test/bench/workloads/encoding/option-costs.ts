/** What options cost: the same records by deliveries that differ in one option, in turn within one process. */

import { createDelivery, type DeliveryStats, type HekaOptions, winstonRecords } from 'heka-core';
import { hekaDestination } from 'pino-heka';
import { mainThreadCpuSeconds } from '../../harness/main-thread-cpu.ts';
import { assertNothingDropped } from '../../harness/measure-shipping.ts';
import { interleavedRounds } from '../../harness/rounds.ts';
import { nextTurn, readSettings, report } from '../../harness/workload.ts';
import { pinoLinesOf, recordsOf } from '../../records/logged-records.ts';
import { shapes } from '../../records/shapes.ts';
import { Sink } from '../../sinks/sink.ts';

export interface OptionCostsSettings {
  /** Records of winston, or lines of pino in process. */
  readonly source: 'winston' | 'pino';
  readonly rounds: number;
  /** Records of each contender in a round. */
  readonly records: number;
}

/** An option, or none. */
export type MeasuredOption = keyof typeof OPTIONS;

/** CPU seconds of the main thread for a record, sending included. */
export type OptionCostsResult = Readonly<Record<MeasuredOption, number>>;

const PER_TURN = 500;
const WARM_UP_ROUNDS = 4;
const RECORDS = 256;

let transformed = 0;

const OPTIONS = {
  none: {},
  sha1: { hmac: { signer: 'shop', key: 'a secret of some length' } },
  md5: { hmac: { signer: 'shop', key: 'a secret of some length', hashFunction: 'md5' } },
  filter: { filter: 'Type == "log" && Severity <= 7 && Fields[res.statusCode] < 600' },
  transform: {
    transform: (record) => {
      transformed++;
      return record;
    },
  },
  redact: { redact: ['req.headers.host', 'userId'] },
} as const satisfies Readonly<Record<string, HekaOptions>>;

interface Contender {
  /** Logs one of the records. */
  readonly log: (index: number) => void;
  readonly ready: () => Promise<void>;
  readonly stats: () => DeliveryStats;
  readonly sink: Sink;
  logged: number;
}

const { source, rounds, records: count } = readSettings() as OptionCostsSettings;
// Behind the records that are measured one that the filter stops.
const stopped = { message: 'stopped', members: { res: { statusCode: 700 } } };
const calls = [...shapes.request(RECORDS), stopped];
const records = recordsOf('winston', calls);
const lines = pinoLinesOf(calls);
const contenders = new Map<string, Contender>();
for (const [name, option] of Object.entries(OPTIONS)) contenders.set(name, await open(option));

const measurements = Object.fromEntries(
  Array.from(contenders, ([name, contender]) => [name, () => measure(contender)]),
) as Readonly<Record<MeasuredOption, () => Promise<number>>>;
await interleavedRounds(WARM_UP_ROUNDS, measurements);
const results: readonly OptionCostsResult[] = await interleavedRounds(rounds, measurements);
await assertOptionsWork();
report(results);

async function open(option: HekaOptions): Promise<Contender> {
  const sink = await Sink.start('frames');
  const options: HekaOptions = {
    url: `tcp://127.0.0.1:${sink.port}`,
    delivery: 'best-effort',
    queue: { maxBytes: '256mb' },
    quiet: true,
    ...option,
  };
  const target = source === 'winston' ? createDelivery(options, winstonRecords) : hekaDestination(options);
  return {
    log: (index) => {
      if ('log' in target) target.log(records[index] ?? {});
      else target.write(lines[index] ?? '');
    },
    ready: () => target.ready(),
    stats: () => target.stats(),
    sink,
    logged: 0,
  };
}

async function measure(contender: Contender): Promise<number> {
  const before = mainThreadCpuSeconds();
  for (let done = 0; done < count; done += PER_TURN) {
    for (let index = 0; index < PER_TURN; index++) contender.log((done + index) % RECORDS);
    await nextTurn();
    await contender.ready();
  }
  contender.logged += count;
  await contender.sink.received(contender.logged);
  return (mainThreadCpuSeconds() - before) / count;
}

/** An option without effect would cost nothing. */
async function assertOptionsWork(): Promise<void> {
  contenders.get('filter')?.log(RECORDS);
  await nextTurn();
  const plain = contenders.get('none')?.sink.bytes;
  for (const [name, { sink, stats }] of contenders) {
    const { dropped, filtered } = stats();
    assertNothingDropped(dropped);
    if (filtered !== (name === 'filter' ? 1 : 0))
      throw new Error(`${name}: ${filtered} records were filtered`);
    if (name === 'sha1' || name === 'md5' || name === 'redact') {
      if (sink.bytes === plain) throw new Error(`${name} has changed nothing`);
    }
  }
  if (transformed === 0) throw new Error('transform was not called');
}

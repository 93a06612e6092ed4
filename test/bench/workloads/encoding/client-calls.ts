/** What one call costs its caller: a client's counter beside the same message logged, and a filter beside none. */

import { createClient, createDelivery, type Delivery, type MessageInit, winstonRecords } from 'heka-core';
import { mainThreadCpuSeconds } from '../../harness/main-thread-cpu.ts';
import { assertNothingDropped } from '../../harness/measure-shipping.ts';
import { interleavedRounds } from '../../harness/rounds.ts';
import { nextTurn, readSettings, report } from '../../harness/workload.ts';
import { recordsOf } from '../../records/logged-records.ts';
import { shapes } from '../../records/shapes.ts';
import { Sink } from '../../sinks/sink.ts';

export interface ClientCallsSettings {
  readonly rounds: number;
  /** Calls per measurement. */
  readonly calls: number;
}

/** CPU seconds of one call, in one round. */
export interface ClientCallsResult {
  readonly incr: number;
  /** The same message, logged to a delivery. */
  readonly log: number;
  /** A request log of winston, without a filter. */
  readonly unfiltered: number;
  /** The same, with a filter of three terms that lets it pass. */
  readonly filtered: number;
}

/** Calls per turn of the event loop: many, so that reading the clock costs little beside them. */
const PER_TURN = 2000;

/** What the optimising compiler needs to have seen. */
const WARM_UP_ROUNDS = 4;

const settings = readSettings() as ClientCallsSettings;
const sink = await Sink.start('frames');
const options = {
  url: `tcp://127.0.0.1:${sink.port}`,
  delivery: 'best-effort',
  queue: { maxBytes: '256mb' },
} as const;

const client = createClient({ ...options, logger: 'shop' });
const plain = createDelivery(options);
const unfiltered = createDelivery(options, winstonRecords);
const filter = 'Type == "log" && Severity <= 7 && Fields[res.statusCode] < 600';
const filtered = createDelivery({ ...options, filter }, winstonRecords);

const { pid } = process;
const counter = {
  type: 'counter',
  logger: 'shop',
  severity: 6,
  payload: '1',
  envVersion: '0.8',
  pid,
  hostname: 'web1.example',
  fields: [
    { name: 'name', type: 'string', values: ['hits'] },
    { name: 'rate', type: 'double', values: [1] },
  ],
} satisfies MessageInit;
const requests = recordsOf('winston', shapes.request(256));

const contenders = {
  incr: () => measure(client, () => client.incr('hits')),
  log: () => measure(plain, () => plain.log(counter)),
  unfiltered: () => measure(unfiltered, (index) => unfiltered.log(requests[index % requests.length] ?? {})),
  filtered: () => measure(filtered, (index) => filtered.log(requests[index % requests.length] ?? {})),
};
await interleavedRounds(WARM_UP_ROUNDS, contenders);
const results = await interleavedRounds(settings.rounds, contenders);
for (const delivery of [client, plain, unfiltered, filtered]) assertNothingDropped(delivery.stats().dropped);
if (filtered.stats().filtered > 0) throw new Error('the filter did not let everything pass');
report(results satisfies readonly ClientCallsResult[]);

/** CPU seconds of a call, without what is written between the turns of the event loop. */
async function measure(delivery: Pick<Delivery, 'ready'>, call: (index: number) => void): Promise<number> {
  let seconds = 0;
  for (let done = 0; done < settings.calls; ) {
    const before = mainThreadCpuSeconds();
    for (let index = 0; index < PER_TURN; index++) call(done + index);
    seconds += mainThreadCpuSeconds() - before;
    done += PER_TURN;
    await nextTurn();
    await delivery.ready();
  }
  return seconds / settings.calls;
}

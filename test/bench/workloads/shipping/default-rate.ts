/**
 * A delivery with default options and a producer that awaits `ready()`: how much is confirmed per second once the queue
 * is full. Takes the time from one confirmation to a later one, over several times what the queue holds.
 */

import { createDelivery } from 'heka-core';
import { assertNothingDropped } from '../../harness/measure-shipping.ts';
import { clockSeconds, nextTurn, readSettings, report } from '../../harness/workload.ts';
import { Sink } from '../../sinks/sink.ts';

export interface DefaultRateSettings {
  /** Measured until this many times the queue is confirmed. */
  readonly queues: number;
  /** The default of `queue.maxBytes`. */
  readonly queueBytes: number;
  readonly perTurn: number;
}

export interface DefaultRateResult {
  readonly bytesPerSecond: number;
}

/** Cheap to encode: it is the queue that must be the limit. */
const message = { type: 'bench', payload: 'x'.repeat(600) };

const { queues, queueBytes, perTurn } = readSettings() as DefaultRateSettings;
const sink = await Sink.start('frames');
// What is not confirmed when the process ends does not matter.
const delivery = createDelivery({ url: `tcp://127.0.0.1:${sink.port}`, quiet: true });
delivery.log(message);
const frameBytes = delivery.stats().pendingBytes;

let confirmedBytes = 0;
let started: { readonly at: number; readonly bytes: number } | undefined;
let result: DefaultRateResult | undefined;
delivery.on('confirmed', ({ messages }) => {
  confirmedBytes += messages * frameBytes;
  // The first queueful went out at once: what follows is confirmed at the rate that lasts.
  if (started === undefined) {
    if (confirmedBytes >= queueBytes) started = { at: clockSeconds(), bytes: confirmedBytes };
    return;
  }
  const bytes = confirmedBytes - started.bytes;
  if (bytes >= queues * queueBytes) result ??= { bytesPerSecond: bytes / (clockSeconds() - started.at) };
});

for (let index = 1; result === undefined; index++) {
  delivery.log(message);
  if (index % perTurn > 0) continue;
  await delivery.ready();
  await nextTurn();
}
assertNothingDropped(delivery.stats().dropped);
report(result);

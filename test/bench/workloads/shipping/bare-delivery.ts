/** A delivery without a logger, fed by a producer that waits for room. */

import { createDelivery } from 'heka-core';
import { assertNothingDropped, measureShipping } from '../../harness/measure-shipping.ts';
import { readSettings, report } from '../../harness/workload.ts';
import { requestMessages } from '../../records/request-messages.ts';
import { Sink } from '../../sinks/sink.ts';

export interface BareDeliverySettings {
  readonly records: number;
  readonly perTurn: number;
  readonly delivery: 'at-least-once' | 'best-effort';
  /** @default the delivery's own */
  readonly queueBytes?: string;
}

const settings = readSettings() as BareDeliverySettings;
const messages = requestMessages(1000);
const sink = await Sink.start('frames');
const delivery = createDelivery({
  url: `tcp://127.0.0.1:${sink.port}`,
  // What is not confirmed when the process ends does not matter, and what is dropped is looked at here.
  quiet: true,
  delivery: settings.delivery,
  ...(settings.queueBytes !== undefined && { queue: { maxBytes: settings.queueBytes } }),
});

const result = await measureShipping(sink, {
  records: settings.records,
  perTurn: settings.perTurn,
  log: (index) => delivery.log(messages[index % messages.length] ?? {}),
  ready: () => delivery.ready(),
});
assertNothingDropped(delivery.stats().dropped);
report(result);

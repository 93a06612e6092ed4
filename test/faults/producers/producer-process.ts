import { serve } from '../process/serve.ts';
import { Producer } from './producer.ts';
import type { ProducePlan, ProducerOptions } from './producer-options.ts';
import type { FlushKind } from './sender.ts';

let producer: Producer | undefined;

function running(): Producer {
  if (producer === undefined) throw new Error('the producer was not created yet');
  return producer;
}

serve({
  create: async (options: ProducerOptions) => {
    producer = await Producer.create(options);
  },
  produce: (plan: ProducePlan) => running().produce(plan),
  stop: () => running().stop(),
  sent: () => running().sent,
  writeAfterUnseenClose: (go: string) => running().writeAfterUnseenClose(go),
  flush: ({ timeoutMs, kind }: { timeoutMs: number; kind: FlushKind }) => running().flush(timeoutMs, kind),
  close: (timeoutMs: number) => running().close(timeoutMs),
  report: () => running().report(),
  attempts: () => running().attempts(),
  health: () => running().health(),
  memory: () => running().memory(),
});

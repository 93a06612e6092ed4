import type { Bench } from '../../harness/bench.ts';
import type { Figure } from '../../harness/figure.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import type { SignMessagesSettings } from '../../workloads/encoding/sign-messages.ts';

/** What a signature costs a message. */
export const hmac: Bench = {
  name: 'hmac',
  title: 'speed of a signature against createHmac of node:crypto',
  async run({ quick }) {
    const figures: Figure[] = [];
    for (const [hashFunction, messageBytes, limit] of [
      ['md5', 300, 2],
      ['sha1', 300, 1.5],
      ['md5', 1024, 1],
      ['sha1', 512, 1],
    ] as const) {
      const values = await runWorkload<number[]>('sign-messages', {
        hashFunction,
        messageBytes,
        messages: quick ? 10_000 : 40_000,
        rounds: quick ? 5 : 11,
      } satisfies SignMessagesSettings);
      figures.push({
        name: `HMAC-${hashFunction.toUpperCase()} of ${messageBytes} bytes: speed`,
        of: '`createHmac`',
        values,
        goal: { direction: 'at least', limit },
      });
    }
    return figures;
  },
};

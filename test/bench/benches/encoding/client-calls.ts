import type { Bench } from '../../harness/bench.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import type { ClientCallsResult, ClientCallsSettings } from '../../workloads/encoding/client-calls.ts';

/** What a call of a client, and a filter, cost the application. */
export const clientCalls: Bench = {
  name: 'client-calls',
  title:
    'a counter of a client beside the same message logged, and what the text of a filter adds to a message',
  async run({ quick }) {
    const settings: ClientCallsSettings = { rounds: quick ? 9 : 15, calls: 20_000 };
    const rounds: ClientCallsResult[] = [];
    for (let process = 0; process < (quick ? 1 : 3); process++) {
      rounds.push(...(await runWorkload<readonly ClientCallsResult[]>('client-calls', settings)));
    }
    return [
      {
        name: '`client.incr()`: time',
        of: '`createDelivery().log()` with the same message',
        values: rounds.map(({ incr, log }) => incr / log),
        goal: { direction: 'at most', limit: 1.3 },
      },
      {
        name: 'a filter text of three terms: time added per message',
        values: rounds.map(({ filtered, unfiltered }) => (filtered - unfiltered) * 1e6),
        unit: 'us',
        goal: { direction: 'at most', limit: 0.2 },
      },
    ];
  },
};

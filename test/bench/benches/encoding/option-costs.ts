import type { Bench } from '../../harness/bench.ts';
import type { Figure } from '../../harness/figure.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import type {
  MeasuredOption,
  OptionCostsResult,
  OptionCostsSettings,
} from '../../workloads/encoding/option-costs.ts';

const TITLES: Readonly<Record<Exclude<MeasuredOption, 'none'>, string>> = {
  sha1: '`hmac` (SHA1)',
  md5: '`hmac` (MD5)',
  filter: '`filter`, a text of three terms',
  transform: '`transform` that changes nothing',
  redact: '`redact` of two paths',
};

const SOURCES = { winston: 'winston record', pino: 'pino line in process' } as const;

/** What options cost, sending included: it informs, and has no goal. */
export const optionCosts: Bench = {
  name: 'options',
  title: 'CPU of the main thread for a record with hmac, filter, transform or redact, of one without',
  async run({ quick }) {
    const figures: Figure[] = [];
    for (const source of ['winston', 'pino'] as const) {
      const rounds: OptionCostsResult[] = [];
      for (let process = 0; process < (quick ? 1 : 2); process++) {
        const settings: OptionCostsSettings = {
          source,
          rounds: quick ? 2 : 11,
          records: quick ? 3000 : 20_000,
        };
        rounds.push(...(await runWorkload<readonly OptionCostsResult[]>('option-costs', settings)));
      }
      for (const [option, title] of Object.entries(TITLES) as [keyof typeof TITLES, string][]) {
        figures.push({
          name: `${SOURCES[source]} with ${title}: CPU of the main thread`,
          of: 'one without options',
          values: rounds.map((round) => round[option] / round.none),
        });
      }
    }
    return figures;
  },
};

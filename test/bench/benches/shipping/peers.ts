import type { Bench } from '../../harness/bench.ts';
import type { Figure } from '../../harness/figure.ts';
import type { ShippingResult } from '../../harness/measure-shipping.ts';
import { interleavedRounds } from '../../harness/rounds.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import type { Peer, PeerShippingSettings } from '../../workloads/shipping/peer-shipping.ts';

const BASE: Peer = 'pino-socket';
const PEERS: readonly Peer[] = [
  'pino/file',
  'winston Stream',
  'winston-syslog',
  'OpenTelemetry',
  '@fluent-org/logger',
];
const TITLES: Readonly<Partial<Record<Peer, string>>> = {
  'pino/file': 'pino/file to /dev/null',
  'winston Stream': 'winston Stream with format.json() to a socket',
  'winston-syslog': 'winston-syslog over tcp',
  OpenTelemetry: 'OpenTelemetry, OTLP over HTTP',
  '@fluent-org/logger': '@fluent-org/logger, PackedForward',
};

/** What `pino-shipping` and `winston-cpu` measure of ours, of others: it informs, and has no goal. */
export const peerShipping: Bench = {
  name: 'peers',
  title: 'the same records by other transports to another process, as multiples of pino-socket',
  async run({ quick }) {
    const amount = { records: quick ? 8000 : 200_000, warmUp: quick ? 5000 : 50_000, perTurn: 100 };
    const ship = (peer: Peer) => (): Promise<ShippingResult> =>
      runWorkload('peer-shipping', { ...amount, peer } satisfies PeerShippingSettings);
    const contenders = Object.fromEntries([BASE, ...PEERS].map((peer) => [peer, ship(peer)])) as Readonly<
      Record<Peer, () => Promise<ShippingResult>>
    >;
    const rounds = await interleavedRounds(quick ? 1 : 3, contenders);
    return PEERS.flatMap((peer): Figure[] => {
      const ratios = (of: (result: ShippingResult) => number): number[] =>
        rounds.map((round) => of(round[peer]) / of(round[BASE]));
      const title = TITLES[peer] ?? peer;
      return [
        { name: `${title}: time`, of: BASE, values: ratios(({ wallSeconds }) => wallSeconds) },
        {
          name: `${title}: CPU of the main thread`,
          of: BASE,
          values: ratios(({ mainCpuSeconds }) => mainCpuSeconds),
        },
        {
          name: `${title}: CPU of all threads`,
          of: BASE,
          values: ratios(({ cpuSeconds }) => cpuSeconds),
        },
      ];
    });
  },
};

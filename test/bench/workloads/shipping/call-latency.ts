/** How long one log call takes, ours and that of a peer, in turn within one process. */

import { type DestinationStream, pino } from 'pino';
import { hekaDestination } from 'pino-heka';
import { createLogger } from 'winston';
import { HekaTransport } from 'winston-heka';
import Transport from 'winston-transport';
import { nextTurn, readSettings, report } from '../../harness/workload.ts';
import { asItIs } from '../../records/as-it-is.ts';
import { REQUEST_MESSAGE, requestLogs } from '../../records/request-log.ts';
import { Sink } from '../../sinks/sink.ts';

export interface CallLatencySettings {
  readonly logger: 'winston' | 'pino';
  readonly rounds: number;
  /** Calls of each contender in a round. */
  readonly calls: number;
}

/** Latencies in microseconds. */
export interface CallLatency {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

/** One round. */
export interface CallLatencyRound {
  readonly heka: CallLatency;
  /** winston: a transport that does nothing; pino: a file descriptor of /dev/null. */
  readonly peer: CallLatency;
  /** The logger alone: a transport, or a destination, that does nothing. */
  readonly alone: CallLatency;
}

/** As an application logs that serves many requests. */
const PER_TURN = 100;

const settings = readSettings() as CallLatencySettings;
const members = requestLogs(1000);
const sink = await Sink.start('frames');
const url = `tcp://127.0.0.1:${sink.port}`;

class NullTransport extends Transport {
  override log(_info: unknown, next: () => void): void {
    next();
  }
}

const [heka, peer, alone] = settings.logger === 'winston' ? openWinston() : openPino();
const rounds: CallLatencyRound[] = [];
// The first rounds are compiled while they run.
for (let round = -3; round < settings.rounds; round++) {
  const [ours, theirs] = [await measure(heka), await measure(peer)];
  const measured = { heka: ours, peer: theirs, alone: alone === peer ? theirs : await measure(alone) };
  if (round >= 0) rounds.push(measured);
}
report(rounds);

type Log = (index: number) => void;

function openWinston(): [heka: Log, peer: Log, alone: Log] {
  const transports = [new HekaTransport({ url, delivery: 'best-effort' }), new NullTransport()];
  const [ours, nothing] = transports.map((transport): Log => {
    const logger = createLogger({ format: asItIs(), transports: [transport] });
    return (index) => logger.info(REQUEST_MESSAGE, members[index % members.length]);
  });
  return [ours as Log, nothing as Log, nothing as Log];
}

function openPino(): [heka: Log, peer: Log, alone: Log] {
  const open = (destination: DestinationStream): Log => {
    const logger = pino({ name: 'shop' }, destination);
    return (index) => logger.info(members[index % members.length], REQUEST_MESSAGE);
  };
  return [
    open(hekaDestination({ url, delivery: 'best-effort' })),
    open(pino.destination({ dest: '/dev/null', sync: true })),
    open({ write: () => {} }),
  ];
}

async function measure(log: Log): Promise<CallLatency> {
  const times = new Float64Array(settings.calls);
  for (let index = 0; index < settings.calls; index++) {
    const startedAt = performance.now();
    log(index);
    times[index] = (performance.now() - startedAt) * 1000;
    if (index % PER_TURN === PER_TURN - 1) await nextTurn();
  }
  times.sort();
  const at = (share: number): number => times[Math.floor(share * times.length)] as number;
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999) };
}

import type { Bench } from '../harness/bench.ts';
import { atLeastOnce } from './at-least-once.ts';
import { clientCalls } from './client-calls.ts';
import { hmac } from './hmac.ts';
import { latency } from './latency.ts';
import { lines } from './lines.ts';
import { optionCosts } from './option-costs.ts';
import { peerShipping } from './peers.ts';
import { pinoFlood, pinoShipping } from './pino-shipping.ts';
import { pinoStalled } from './pino-stalled.ts';
import { queueMemory } from './queue-memory.ts';
import { rawLimits } from './raw-limits.ts';
import { reading } from './reading.ts';
import { recordToFrame } from './record-to-frame.ts';
import { scaling } from './scaling.ts';
import { startUp } from './start-up.ts';
import { winstonCliffs } from './winston-cliffs.ts';
import { winstonCpu } from './winston-cpu.ts';

/** All benches, in the order of the table in `docs/performance.md`. */
export const benches: readonly Bench[] = [
  lines,
  pinoShipping,
  pinoFlood,
  pinoStalled,
  ...recordToFrame,
  winstonCliffs,
  winstonCpu,
  latency,
  reading,
  hmac,
  rawLimits,
  atLeastOnce,
  queueMemory,
  startUp,
  clientCalls,
  optionCosts,
  scaling,
  peerShipping,
];

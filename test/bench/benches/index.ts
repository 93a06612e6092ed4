import type { Bench } from '../harness/bench.ts';
import { clientCalls } from './encoding/client-calls.ts';
import { hmac } from './encoding/hmac.ts';
import { lines } from './encoding/lines.ts';
import { optionCosts } from './encoding/option-costs.ts';
import { reading } from './encoding/reading.ts';
import { recordToFrame } from './encoding/record-to-frame.ts';
import { scaling } from './encoding/scaling.ts';
import { winstonCliffs } from './encoding/winston-cliffs.ts';
import { pinoStalled } from './process/pino-stalled.ts';
import { queueMemory } from './process/queue-memory.ts';
import { startUp } from './process/start-up.ts';
import { atLeastOnce } from './shipping/at-least-once.ts';
import { latency } from './shipping/latency.ts';
import { peerShipping } from './shipping/peers.ts';
import { pinoFlood, pinoShipping } from './shipping/pino-shipping.ts';
import { rawLimits } from './shipping/raw-limits.ts';
import { winstonCpu } from './shipping/winston-cpu.ts';

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

import { mainThreadCpuSeconds } from './main-thread-cpu.ts';
import { clockSeconds, logInTurns } from './workload.ts';

/** Where records arrive: a sink, or what stands for one. */
export interface Arrivals {
  /** Resolves when that many have come; returns when, by `clockSeconds`. */
  received(count: number): Promise<number>;
}

/** How a workload logs. */
interface Shipping {
  readonly records: number;
  /** Logged before the clock starts. @default 50,000 */
  readonly warmUp?: number;
  /** Records per turn of the event loop. */
  readonly perTurn: number;
  /** Logs the record of a number, from 0. */
  readonly log: (index: number) => void;
  /** Waited for before each turn, by producers that respect it. */
  readonly ready?: () => Promise<void>;
  /**
   * For how long records are logged before the clock starts, so that what is measured is what lasts: the memory that the
   * records wait in has been in use before. @default 0
   */
  readonly warmUpSeconds?: number | undefined;
}

/** What it took from the first log call until the last record was counted in another process. */
export interface ShippingResult {
  readonly wallSeconds: number;
  /** User and system time of this process, all threads. */
  readonly cpuSeconds: number;
  /** The share of its main thread. */
  readonly mainCpuSeconds: number;
  /** The most memory that this process has held, its start and the warm-up included. */
  readonly peakRssBytes: number;
}

/** Before the clock starts: code is compiled, the connection is open, the worker runs. */
const WARM_UP_RECORDS = 50_000;

/** Ships records to a sink, and measures. */
export async function measureShipping(sink: Arrivals, shipping: Shipping): Promise<ShippingResult> {
  const { records, perTurn, log, ready } = shipping;
  const warmUp = await logForWarmth(shipping);
  await sink.received(warmUp);
  const cpuBefore = process.cpuUsage();
  const mainBefore = mainThreadCpuSeconds();
  const startedAt = clockSeconds();
  await logInTurns(records, perTurn, log, ready);
  const arrivedAt = await sink.received(warmUp + records);
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    wallSeconds: arrivedAt - startedAt,
    cpuSeconds: (user + system) / 1e6,
    mainCpuSeconds: mainThreadCpuSeconds() - mainBefore,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** Logs until both the records and the seconds of the warm-up are reached; returns how many records that took. */
async function logForWarmth(shipping: Shipping): Promise<number> {
  const { log, ready, warmUp = WARM_UP_RECORDS, warmUpSeconds = 0 } = shipping;
  const perTurn = Math.min(shipping.perTurn, 1000);
  const until = clockSeconds() + warmUpSeconds;
  let logged = 0;
  while (logged < warmUp || clockSeconds() < until) {
    await logInTurns(perTurn, perTurn, log, ready);
    logged += perTurn;
  }
  return logged;
}

/** @throws Error where anything was dropped: the figures would compare different things */
export function assertNothingDropped(dropped: Readonly<Partial<Record<string, number>>>): void {
  if (Object.keys(dropped).length > 0) throw new Error(`messages were dropped: ${JSON.stringify(dropped)}`);
}

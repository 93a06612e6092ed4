import type { Bench } from '../harness/bench.ts';
import type { ShippingResult } from '../harness/measure-shipping.ts';
import { interleavedRounds } from '../harness/rounds.ts';
import { runWorkload } from '../harness/run-workload.ts';
import type { PinoWorkerSettings } from '../workloads/pino-worker.ts';

/** pino's worker, from the first log call until the last record is in another process. */
export const pinoWorker: Bench = {
  name: 'pino-worker',
  title: 'time per record through a pino worker, as a multiple of pino-socket over tcp',
  async run({ quick }) {
    const amount = { records: quick ? 60_000 : 200_000, perTurn: 100 };
    const rounds = await interleavedRounds(quick ? 3 : 7, {
      // pino does not wait, and pino-socket's queue has no limit: ours must hold what is not confirmed yet.
      heka: () => runPinoWorker({ ...amount, target: 'pino-heka', queueBytes: '256mb' }),
      socket: () => runPinoWorker({ ...amount, target: 'pino-socket' }),
    });
    return [
      {
        name: 'pino worker: time per record, of pino-socket',
        values: rounds.map(({ heka, socket }) => heka.wallSeconds / socket.wallSeconds),
        goal: { direction: 'at most', limit: 2 },
      },
      {
        name: 'pino worker: CPU per record, all threads, of pino-socket',
        values: rounds.map(({ heka, socket }) => heka.cpuSeconds / socket.cpuSeconds),
      },
    ];
  },
};

/** One turn of the event loop that logs more than a worker can take at once. */
export const pinoFlood: Bench = {
  name: 'pino-flood',
  title: "500,000 records at once through a pino worker to a healthy receiver, with queue.maxBytes '512mb'",
  async run({ quick }) {
    const records = 500_000;
    const rounds = await interleavedRounds(quick ? 1 : 3, {
      // Fails where an event tells of drops, or where not exactly as many frames arrive.
      flood: () => runPinoWorker({ target: 'pino-heka', records, queueBytes: '512mb' }),
    });
    return [
      {
        name: 'pino flood: 500,000 records at once, dropped',
        values: rounds.map(() => 0),
        unit: '',
        goal: { direction: 'at most', limit: 0 },
      },
      {
        name: 'pino flood: records per second',
        values: rounds.map(({ flood }) => Math.round(records / flood.wallSeconds)),
        unit: '',
      },
    ];
  },
};

function runPinoWorker(settings: PinoWorkerSettings): Promise<ShippingResult> {
  return runWorkload('pino-worker', settings);
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../scripts/workspace.mjs';
import type { Bench } from '../harness/bench.ts';
import { plot } from '../harness/plot.ts';
import { runWorkload } from '../harness/run-workload.ts';
import { spreadOf } from '../harness/statistics.ts';
import type { Axis, ScalingPoint, ScalingSettings } from '../workloads/scaling.ts';

/** Where the drawing goes. */
const DRAWING = join(root, 'docs', 'scaling.svg');

const axes: Readonly<Record<Axis, string>> = {
  bytes: 'per byte, text of 100 B to 60 KB',
  fields: 'per field, 10 to 1,000 fields',
  loggers: 'per record, 1 to 16 loggers',
};

/** Whether a record costs more per unit as it grows. */
export const scaling: Bench = {
  name: 'scaling',
  title: 'cost per byte, per field and per logger, of that at the smallest size; draws docs/scaling.svg',
  async run({ quick }) {
    const rounds = await runWorkload<ScalingPoint[][]>('scaling', {
      rounds: quick ? 5 : 15,
      bytes: quick ? 3e6 : 1e7,
    } satisfies ScalingSettings);
    const names = Object.keys(axes) as Axis[];
    const lines = names.map((axis) => ({ name: axis, points: medians(rounds, axis) }));
    if (!quick)
      await writeFile(
        DRAWING,
        plot(lines, 'cost per byte, per field, per record of each logger; 1 is that of the smallest'),
      );
    return names.map((axis) => ({
      name: `${axes[axis]}: cost at the dearest size, of that at the smallest`,
      values: rounds.map((round) => Math.max(...relative(round, axis).map(([, cost]) => cost))),
      goal: { direction: 'at most', limit: 1.5 },
    }));
  },
};

function relative(round: readonly ScalingPoint[], axis: Axis): [size: number, cost: number][] {
  const points = round.filter((point) => point.axis === axis);
  const smallest = points[0]?.seconds ?? 1;
  return points.map(({ size, seconds }) => [size, seconds / smallest]);
}

function medians(rounds: readonly (readonly ScalingPoint[])[], axis: Axis): [size: number, cost: number][] {
  const perRound = rounds.map((round) => relative(round, axis));
  return (perRound[0] ?? []).map(([size], index) => [
    size,
    spreadOf(perRound.map((points) => points[index]?.[1] ?? 0)).median,
  ]);
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../../scripts/workspace.mjs';
import type { Bench } from '../../harness/bench.ts';
import { type Panel, plot } from '../../harness/plot.ts';
import { runWorkload } from '../../harness/run-workload.ts';
import { spreadOf } from '../../harness/statistics.ts';
import type { Axis, ScalingPoint, ScalingSettings } from '../../workloads/encoding/scaling.ts';

/** Where the drawing goes. */
const DRAWING = join(root, 'docs', 'scaling.svg');

const LIMIT = 1.5;

const AXES: Readonly<Record<Axis, Omit<Panel, 'points'>>> = {
  bytes: { title: 'per byte of the frame', xTitle: 'characters in the text of a record' },
  fields: { title: 'per field', xTitle: 'fields of a record' },
  loggers: { title: 'per record of 20 fields', xTitle: 'loggers in the process, in turn' },
};

/** Whether a record costs more per unit as it grows. */
export const scaling: Bench = {
  name: 'scaling',
  title: 'cost per byte, per field and per logger as they grow; a full run draws docs/scaling.svg',
  async run({ quick }) {
    const points = await runWorkload<readonly ScalingPoint[]>('scaling', {
      turns: quick ? { rounds: 15, sliceMs: 6, warmUpMs: 60 } : { rounds: 61, sliceMs: 10, warmUpMs: 200 },
    } satisfies ScalingSettings);
    if (!quick) await writeFile(DRAWING, draw(points));
    return (Object.keys(AXES) as Axis[]).map((axis) => ({
      name: `cost ${AXES[axis].title}, ${rangeOf(points, axis)}`,
      of: 'the cheapest smaller one',
      values: rises(points.filter((point) => point.axis === axis)),
      goal: { direction: 'at most', limit: LIMIT },
    }));
  },
};

/** Of all pairs of a smaller and a larger size the one whose cost rises most, round by round. */
function rises(points: readonly ScalingPoint[]): readonly number[] {
  const pairs = points.flatMap((larger, index) =>
    points
      .slice(0, index)
      .map((smaller) => larger.seconds.map((cost, round) => cost / (smaller.seconds[round] ?? Number.NaN))),
  );
  return pairs.reduce((one, other) => (spreadOf(other).median > spreadOf(one).median ? other : one));
}

function rangeOf(points: readonly ScalingPoint[], axis: Axis): string {
  const sizes = points.filter((point) => point.axis === axis).map(({ size }) => size);
  const ends = [Math.min(...sizes), Math.max(...sizes)].map((size) => size.toLocaleString('en'));
  return `${ends.join(' to ')} ${axis}`;
}

function draw(points: readonly ScalingPoint[]): string {
  const panels = (Object.keys(AXES) as Axis[]).map((axis): Panel => {
    const ofAxis = points.filter((point) => point.axis === axis);
    const smallest = ofAxis[0]?.seconds ?? [];
    return {
      ...AXES[axis],
      points: ofAxis.map(({ size, seconds }) => ({
        x: size,
        y: spreadOf(seconds.map((cost, round) => cost / (smallest[round] ?? Number.NaN))),
      })),
    };
  });
  return plot(
    {
      title: 'Record to frame: CPU time per unit, of that at the smallest size',
      yTitle: 'times the cost at the smallest size',
      limit: { y: LIMIT, text: `goal: at most ${LIMIT}` },
    },
    panels,
  );
}

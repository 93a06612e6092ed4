/** One pass of a contender over what it is given; returns a number that depends on its work. */
export type Pass = () => number;

/** How contenders take their turns. */
export interface Turns {
  readonly rounds: number;
  /** CPU time of one contender in one round, about. */
  readonly sliceMs: number;
  /** CPU time of each contender before anything counts: what the optimising compiler needs to have seen. */
  readonly warmUpMs: number;
}

/**
 * Measures contenders within one process in short turns, in another order each round: what else the machine does, and
 * the garbage of the others, falls on all of them alike.
 *
 * @returns CPU seconds per pass, one object per round
 */
export function measureInSlices<K extends string>(
  turns: Turns,
  contenders: Readonly<Record<K, Pass>>,
): readonly Readonly<Record<K, number>>[] {
  const names = Object.keys(contenders) as K[];
  const passes = warmUp(turns, contenders);
  return Array.from({ length: turns.rounds }, () => {
    const measured: Partial<Record<K, number>> = {};
    for (const name of inRandomOrder(names)) {
      measured[name] = cpuSecondsOf(contenders[name], passes[name]) / passes[name];
    }
    return measured as Record<K, number>;
  });
}

/** Runs each contender in slices that grow to the intended length; returns how many passes that is. */
function warmUp<K extends string>(
  { sliceMs, warmUpMs }: Turns,
  contenders: Readonly<Record<K, Pass>>,
): Readonly<Record<K, number>> {
  const names = Object.keys(contenders) as K[];
  const passes = Object.fromEntries(names.map((name) => [name, 1])) as Record<K, number>;
  const spentMs = Object.fromEntries(names.map((name) => [name, 0])) as Record<K, number>;
  while (names.some((name) => spentMs[name] < warmUpMs)) {
    for (const name of names) {
      const ms = cpuSecondsOf(contenders[name], passes[name]) * 1000;
      spentMs[name] += ms;
      // No more than twice as many at a time: the first ones are slow.
      passes[name] = Math.max(1, Math.round(passes[name] * Math.min(2, sliceMs / Math.max(ms, 0.001))));
    }
  }
  return passes;
}

/** CPU time, which the wait for a processor that others use as well is not part of. */
function cpuSecondsOf(pass: Pass, passes: number): number {
  let sum = 0;
  const before = process.cpuUsage();
  for (let index = 0; index < passes; index++) sum += pass();
  const { user, system } = process.cpuUsage(before);
  if (sum === 0) throw new Error('a contender has done nothing');
  return (user + system) / 1e6;
}

function inRandomOrder<T>(values: readonly T[]): readonly T[] {
  const shuffled = [...values];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}

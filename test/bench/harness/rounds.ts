/** Measures one contender once. */
type Measurement<T> = () => Promise<T>;

/**
 * Measures contenders in turn, round after round: A B, B A, A B, ... What the machine does besides then weighs on
 * all of them alike, and figures made of one round's measurements can be compared.
 *
 * @returns one object of measurements per round
 */
export async function interleavedRounds<K extends string, T>(
  rounds: number,
  contenders: Readonly<Record<K, Measurement<T>>>,
): Promise<readonly Readonly<Record<K, T>>[]> {
  const names = Object.keys(contenders) as K[];
  const results: Record<K, T>[] = [];
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? names : names.toReversed();
    const measured: Partial<Record<K, T>> = {};
    for (const name of order) measured[name] = await contenders[name]();
    results.push(measured as Record<K, T>);
  }
  return results;
}

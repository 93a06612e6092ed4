import type { CounterOptions } from './call-options.ts';
import { CallReader } from './call-reader.ts';
import { readNumber } from './read-call.ts';

const reader = new CallReader({ logger: '', severity: 6, rules: { numbers: 'auto', separator: '.' } });

/**
 * Checks what a counter or timer will be made with, so that a mistake shows where it was made and not at a call.
 *
 * @param name undefined if it is not known yet
 * @throws HekaError `INVALID_MESSAGE`
 */
export function assertMetric(
  type: 'counter' | 'timer',
  name: string | undefined,
  options: CounterOptions,
): void {
  reader.metric({ type, name: name ?? 'anonymous', payload: '' }, options);
  if (options.count !== undefined) readNumber('count', options.count);
}

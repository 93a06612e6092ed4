import { loneValueContext } from '../../../packages/core/src/record/value/lone-value-context.ts';
import type { ValueContext } from '../../../packages/core/src/record/value/value-context.ts';

/** What values are read with that stand in no record. */
export function valueContext(room = 1_000_000): ValueContext {
  return loneValueContext('flat', room);
}

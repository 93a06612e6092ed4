import { Effort } from '../../packages/core/src/record/value/effort.ts';
import { createErrorSerializer } from '../../packages/core/src/record/value/error-object.ts';
import type { ValueContext } from '../../packages/core/src/record/value/value-context.ts';

/** What values are read with that stand in no object. */
export function valueContext(room = 1_000_000): ValueContext {
  return {
    serializeError: createErrorSerializer('flat'),
    room,
    effort: new Effort(room),
    isBelowError: false,
    isAncestor: () => false,
  };
}

import { Effort } from './effort.ts';
import { createErrorSerializer } from './error-object.ts';
import type { ValueContext } from './value-context.ts';

/** What values are read with that stand in no record. */
export function loneValueContext(errorCause: 'flat' | 'nested', room: number): ValueContext {
  return {
    serializeError: createErrorSerializer(errorCause),
    room,
    effort: new Effort(room),
    isBelowError: false,
    isAncestor: () => false,
  };
}

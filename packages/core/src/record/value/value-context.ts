import type { Effort } from './effort.ts';
import type { ErrorSerializer } from './error-object.ts';

/** What all values of a record are read with. */
export interface ValueContext {
  readonly serializeError: ErrorSerializer;
  /** Bytes of the largest message. No text, and nothing that takes a byte for each element, can show more. */
  readonly room: number;
  readonly effort: Effort;
  /** Whether the value at hand stands in an error. */
  readonly isBelowError: boolean;
  /** Whether the value at hand stands in an object. */
  isAncestor(object: object): boolean;
}

import type { HekaError } from '../../errors.ts';
import { duration, flag } from '../kinds.ts';
import { ALLOWED_FUNCTION } from '../load-function.ts';
import type { OptionForm, OptionRow } from '../option-kind.ts';

/** thread-stream kills a worker that takes 10 s to close. */
const MAX_CLOSE_TIMEOUT_MS = 9_999;

const onError: OptionForm<((error: HekaError) => void) | string> = {
  allowed: ALLOWED_FUNCTION,
  type: '((error: HekaError) => void) | string',
  switch: 'text',
};

/** End of life, errors and statistics. */
export const LIFE_OPTIONS = {
  closeTimeout: {
    kind: duration({ max: MAX_CLOSE_TIMEOUT_MS }),
    default: 5000,
    doc: 'Time for the end of life, all stages together',
  },
  onError: {
    kind: onError,
    doc: 'Called with each error that delays or loses messages. A worker is given the location of the function, as for `transform`',
  },
  quiet: {
    kind: flag,
    aliases: ['silenceErrors'],
    default: false,
    doc: 'True prints nothing on stderr',
  },
  // A command has no listeners.
  statsInterval: {
    kind: { ...duration(), switch: undefined },
    default: 0,
    doc: 'Time between `stats` events; 0 is never',
  },
} as const satisfies Readonly<Record<string, OptionRow>>;

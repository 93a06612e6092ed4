import type { HekaError } from '../../errors.ts';
import { callback, duration, flag } from '../kinds.ts';
import type { OptionRow } from '../option-kind.ts';

/** thread-stream kills a worker that takes 10 s to close. */
const MAX_CLOSE_TIMEOUT_MS = 9_999;

/** End of life, errors and statistics. */
export const LIFE_OPTIONS = {
  closeTimeout: {
    kind: duration({ max: MAX_CLOSE_TIMEOUT_MS }),
    default: 5000,
    doc: 'Time for the end of life, all stages together',
  },
  onError: {
    kind: callback<(error: HekaError) => void>('(error: HekaError) => void'),
    doc: 'Called with each error that holds messages up, or costs one',
  },
  quiet: {
    kind: flag,
    aliases: ['silenceErrors'],
    default: false,
    doc: 'True prints nothing on stderr',
  },
  // A command has nobody to tell.
  statsInterval: {
    kind: { ...duration(), switch: undefined },
    default: 0,
    doc: 'Time between `stats` events; 0 is never',
  },
} as const satisfies Readonly<Record<string, OptionRow>>;

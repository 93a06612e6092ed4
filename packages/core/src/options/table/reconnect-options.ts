import { choice, duration, flag, members, number } from '../kinds.ts';
import type { OptionKind, OptionRow } from '../option-kind.ts';

const tries: OptionKind<number> = {
  allowed: 'an integer from 1, or Infinity',
  type: 'number',
  switch: 'number',
  parse: (value) => {
    const isAllowed =
      value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && Number(value) >= 1);
    return isAllowed ? Number(value) : undefined;
  },
};

/** How attempts to connect are repeated. */
export const RECONNECT_OPTIONS = {
  reconnect: { kind: flag, default: true, doc: 'False gives up after the first failure' },
  reconnectTries: {
    kind: tries,
    default: Number.POSITIVE_INFINITY,
    doc: 'Failed attempts in a row before the queue is dropped as `gave-up`',
  },
  backoffStrategy: {
    kind: { ...members('BackoffSettings'), allowed: 'an object such as { name: "fibonacci" }' },
    doc: 'How the delay between attempts grows',
  },
  'backoffStrategy.name': {
    kind: choice('exponential', 'fibonacci', 'fixed'),
    default: 'exponential',
    doc: '`exponential` multiplies, `fibonacci` adds up (1, 1, 2, 3, 5, ...), `fixed` stays',
  },
  'backoffStrategy.initialDelay': {
    kind: duration({ min: 1 }),
    default: 1000,
    doc: 'Delay before the second attempt',
  },
  'backoffStrategy.maxDelay': {
    kind: duration({ min: 1 }),
    default: 30_000,
    doc: 'Longest delay; not below `initialDelay`',
  },
  'backoffStrategy.factor': {
    kind: number({ min: 1, max: 1000 }),
    default: 2,
    doc: 'Growth of `exponential`',
  },
  'backoffStrategy.randomisationFactor': {
    kind: number({ max: 1 }),
    default: 1,
    doc: 'Share of each delay that is random; 1 is full jitter',
  },
  connectTimeout: {
    kind: duration({ min: 1 }),
    default: 10_000,
    doc: 'Limit for the name lookup, and separately for TCP and TLS together',
  },
} as const satisfies Readonly<Record<string, OptionRow>>;

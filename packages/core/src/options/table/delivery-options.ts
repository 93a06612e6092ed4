import { choice, duration, flag, MAX_DURATION_MS, members, size } from '../kinds.ts';
import type { OptionRow } from '../option-kind.ts';

/** The random factor of up to 1.5 must not take the interval past what a timer can wait. */
const MAX_CONFIRM_INTERVAL_MS = Math.floor(MAX_DURATION_MS / 1.5);

/** What is promised about a message that was accepted, and the queue that it waits in. */
export const DELIVERY_OPTIONS = {
  delivery: {
    kind: choice('at-least-once', 'best-effort'),
    defaultText: '`"at-least-once"`; udp: `"best-effort"`',
    doc: '`at-least-once` keeps a message until the close of its connection has confirmed it; `best-effort` until the kernel has taken it. Udp can do `best-effort` only',
  },
  recovery: {
    kind: flag,
    doc: "True is `delivery: 'at-least-once'`, false is `'best-effort'`: the option of pino-socket",
  },
  confirmBytes: {
    kind: size({ min: 1 }),
    defaultText: '`"4mb"`, at most a quarter of `queue.maxBytes`',
    doc: 'Bytes after which a connection is closed, to confirm what was sent on it; more than a quarter of `queue.maxBytes` is an error',
  },
  confirmInterval: {
    kind: duration({ min: 1, max: MAX_CONFIRM_INTERVAL_MS }),
    default: 300_000,
    doc: 'Time after which a connection is closed even if it has carried less, multiplied by a random 0.5 to 1.5',
  },
  settleTime: {
    kind: duration(),
    default: 2000,
    doc: "How long the replacement connection must stay up before the closed connection's messages count as confirmed",
  },
  confirmTimeout: {
    kind: duration({ min: 1 }),
    default: 30_000,
    doc: 'How long the receiver may take to close a connection that we have ended, before it is suspected to be dead',
  },
  ordered: {
    kind: flag,
    default: false,
    doc: 'True: a connection carries nothing until the previous one is closed',
  },
  queue: { kind: members('QueueSettings'), doc: 'The memory queue' },
  'queue.maxBytes': {
    kind: size(),
    aliases: ['recoveryQueueMaxSize'],
    default: '64mb',
    doc: 'Bytes kept at most: messages not yet sent and messages not yet confirmed together. Less than 1 MiB is raised to that, with a warning',
  },
  'queue.overflow': {
    kind: choice('drop-oldest', 'drop-newest', 'drop-lowest-severity'),
    default: 'drop-oldest',
    doc: 'What goes when the queue is full: `drop-oldest`, `drop-newest` (the message being logged), or `drop-lowest-severity` (the least severe, the oldest of them first)',
  },
} as const satisfies Readonly<Record<string, OptionRow>>;

import { HekaError } from '../errors.ts';
import { createMatcher } from '../matcher/create-matcher.ts';
import type { HekaMessage } from '../message/heka-message.ts';
import { describeValue } from '../options/describe-value.ts';
import { duration, integer } from '../options/kinds.ts';
import { MemberReader } from '../options/member-reader.ts';

/** Which messages are waited for. */
export type MessagePredicate = (message: HekaMessage) => boolean;

/** What a test waits for, and for how long. */
export interface Wait {
  readonly predicate: MessagePredicate;
  readonly count: number;
  readonly timeoutMs: number;
  /** Which messages, after "3 messages": ` matching Severity <= 3`; empty for any. */
  readonly which: string;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Reads the arguments of `waitFor()`.
 *
 * @throws HekaError INVALID_OPTION, INVALID_MATCHER
 */
export function readWait(what: unknown, options: unknown = {}): Wait {
  const reader = new MemberReader(options);
  const count = reader.read('count', integer({ min: 1 }), 1);
  const timeoutMs = reader.read('timeout', duration(), DEFAULT_TIMEOUT_MS);
  reader.refuseUnknown();
  switch (typeof what) {
    case 'string':
      return { predicate: createMatcher(what), count, timeoutMs, which: ` matching ${what}` };
    case 'function':
      return {
        predicate: what as MessagePredicate,
        count,
        timeoutMs,
        which: ' matching the function',
      };
    default:
      return { predicate: () => true, count: messageCount(what), timeoutMs, which: '' };
  }
}

function messageCount(what: unknown): number {
  const count = integer({ min: 1 }).parse(what);
  if (count !== undefined) return count;
  const allowed = 'a number of messages from 1, the text of a matcher, or a function';
  throw new HekaError(
    'INVALID_OPTION',
    `waitFor() was called with ${describeValue(what)}, allowed: ${allowed}`,
  );
}

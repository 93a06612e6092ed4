import { HekaError } from '../errors.ts';
import { compileMatcher, type Matcher } from './compiled-matcher.ts';
import { parseExpression } from './parse-expression.ts';

/**
 * Compiles a matcher: hekad's language for choosing messages (its option `message_matcher`), with the same result.
 *
 * Regular expressions have RE2 syntax and take linear time. A header that the message does not have counts as empty
 * text, severity 7 and pid 0; 64-bit integers are compared as doubles; texts are ordered by their bytes in UTF-8.
 *
 * @param text such as `Type == "nginx.access" && Fields[status] >= 500`
 * @throws HekaError `INVALID_MATCHER` with `position`, and a line that points at it
 */
export function createMatcher(text: string): Matcher {
  if (typeof text !== 'string') {
    throw new HekaError('INVALID_MATCHER', `the matcher is a ${typeof text}, allowed: a text`, undefined, 0);
  }
  return compileMatcher(parseExpression(text));
}

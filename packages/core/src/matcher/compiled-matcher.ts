import type { HekaMessage } from '../message/heka-message.ts';
import { compileExpression } from './compile-expression.ts';
import type { Expression } from './expression.ts';
import { compileMessageTerm } from './message-term.ts';

/** Whether a message is one of those that a matcher describes. */
export type Matcher = (message: HekaMessage) => boolean;

const expressions = new WeakMap<Matcher, Expression>();

/** Compiles an expression to a function that is known by {@link expressionOf}. */
export function compileMatcher(expression: Expression): Matcher {
  const matcher = compileExpression(expression, compileMessageTerm);
  expressions.set(matcher, expression);
  return matcher;
}

/**
 * What a function tests, if it is a compiled matcher: a filter then looks at the bytes of a message, and no object is
 * made.
 */
export function expressionOf(matcher: Matcher): Expression | undefined {
  return expressions.get(matcher);
}

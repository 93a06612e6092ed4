import type { Expression, Term } from './expression.ts';

/** A compiled expression: whether a message, in the form that `compileTerm` knows, matches. */
export type Predicate<Message> = (message: Message) => boolean;

/**
 * Compiles an expression to closures.
 *
 * @param compileTerm compiles a single test of a message
 */
export function compileExpression<Message>(
  expression: Expression,
  compileTerm: (term: Term) => Predicate<Message>,
): Predicate<Message> {
  const compile = (part: Expression): Predicate<Message> => compileExpression(part, compileTerm);
  switch (expression.kind) {
    case 'constant': {
      const { value } = expression;
      return () => value;
    }
    case 'all':
      return all(expression.parts.map(compile));
    case 'any':
      return any(expression.parts.map(compile));
    case 'term':
      return compileTerm(expression);
  }
}

function all<Message>(parts: readonly Predicate<Message>[]): Predicate<Message> {
  return (message) => {
    for (const part of parts) if (!part(message)) return false;
    return true;
  };
}

function any<Message>(parts: readonly Predicate<Message>[]): Predicate<Message> {
  return (message) => {
    for (const part of parts) if (part(message)) return true;
    return false;
  };
}

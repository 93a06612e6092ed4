/** Nested objects. */
export function deep(levels: number): object {
  let value: Record<string, unknown> = { end: 'here' };
  for (let level = 0; level < levels; level++) value = { in: value };
  return value;
}

/** A record that refers to itself. */
export function circular(): object {
  const record: Record<string, unknown> = { a: 1 };
  record['self'] = record;
  return { record };
}

/** An error whose stack is the same each time; winston writes onto the errors that it is given. */
export function fixed<E extends Error>(made: E): E {
  made.stack = `${made.name}: ${made.message}\n    at file.ts:1:1\n    at other.ts:2:2`;
  return made;
}

/** An error with a fixed stack. */
export const far = (): Error =>
  fixed(Object.assign(new RangeError('too far'), { code: 'E_FAR', detail: { limit: 3 } }));
/** An error with a fixed stack. */
export const caused = (): Error => {
  const innermost = fixed(new Error('innermost'));
  return fixed(new Error('outer', { cause: fixed(new TypeError('inner', { cause: innermost })) }));
};
/** An error with a fixed stack. */
export const aggregate = (): Error =>
  fixed(new AggregateError([fixed(new Error('one')), fixed(new Error('two'))], 'several'));
class OrderError extends Error {
  readonly order = { id: 7 };
}
/** An error with a fixed stack. */
export const ofClass = (): Error => fixed(new OrderError('no such order'));
/** Stands in several places of a record. */
export const shared = { x: 1, y: { z: 'w' } };

/** An Error without a message, with a stack that is the same each time. */
export class Empty extends Error {
  override stack = 'Empty';
}

/** Members of records that are dear to encode. Each is made of the number of its record, and no chance is in them. */

/**
 * An error, as pino serializes it.
 *
 * @param type its class; a plain object is an `Object` to winston-heka, whatever it says of itself
 */
export function failure(index: number, type: 'Error' | 'Object'): object {
  const frames = Array.from(
    { length: 8 },
    (_, frame) =>
      `    at Pool.query${frame} (/srv/shop/node_modules/pg-pool/index.js:${index % 400}:${frame + 10})`,
  );
  const message = 'connect ECONNREFUSED "10.0.0.1:5432"';
  return {
    err: {
      type,
      message,
      stack: [`Error: ${message}`, ...frames].join('\n'),
      code: 'ECONNREFUSED',
      errno: -111,
      syscall: 'connect',
    },
    reqId: `r-${index}`,
    ratio: -0.25 - index,
  };
}

/** So many members on one level: numbers, texts, booleans. */
export function wide(count: number, index: number): object {
  const members: Record<string, unknown> = {};
  for (let field = 0; field < count; field++) {
    members[`field${field}`] = [index + field, `value ${index} of ${field}`, (index + field) % 2 === 0][
      field % 3
    ];
  }
  return members;
}

/** Levels of the deepest records: one member on each. */
const DEEPEST = 19;

/** The same 19 members, spread over so many levels. */
export function nested(levels: number, index: number): object {
  let inner: Record<string, unknown> = {};
  for (let level = levels - 1; level >= 0; level--) {
    const members: Record<string, unknown> = {};
    for (let member = level; member < DEEPEST; member += levels) {
      members[`m${member}`] = member % 2 === 0 ? index + member : `value ${index} of ${member}`;
    }
    inner = level === levels - 1 ? members : { ...members, sub: inner };
  }
  return inner;
}

/** A record with its text. */
interface MixedLog {
  readonly message: string;
  readonly members: object;
}

const MEMBERS: readonly ((index: number) => readonly [string, unknown])[] = [
  (index) => ['userId', 70_000 + index],
  (index) => ['durationMs', 0.5 + index / 8],
  (index) => ['ok', index % 2 === 0],
  (index) => ['path', `/var/lib/shop/cache/${index}.bin`],
  (index) => ['db', { statement: 'SELECT * FROM orders WHERE id = $1', rows: index % 50, host: 'db-2' }],
  (index) => ['tags', ['checkout', 'retry', `zone-${index % 4}`]],
  (index) => ['attempt', index % 5],
  (index) => ['queue', { name: 'invoices', depth: (index * 17) % 1000, lag: index / 3 }],
  (index) => ['city', index % 2 === 0 ? 'Zürich' : 'København'],
  (index) => ['sizes', [index, index + 1, index + 2]],
  (index) => ['traceId', (index * 2_654_435_761).toString(16).padStart(32, '0')],
  (index) => ['feature', { flags: { newCart: index % 2 === 0, fastPay: true }, cohort: index % 7 }],
];

/** How many shapes there are. */
const SHAPES = 64;

/**
 * Makes records of 64 shapes: other members, in another order, one after the other. An encoder that has learnt one
 * shape gets another each time.
 */
export function mixedLogs(count: number): readonly MixedLog[] {
  return Array.from({ length: count }, (_, index) => {
    const shape = index % SHAPES;
    const members: Record<string, unknown> = {};
    for (let place = 0; place < 4 + (shape % 6); place++) {
      // 5 and 7 are prime to 12: each shape walks through the members on a way of its own.
      const member = MEMBERS[(shape + place * (shape % 2 === 0 ? 5 : 7)) % MEMBERS.length];
      if (member === undefined) continue;
      const [key, value] = member(index);
      members[key] = value;
    }
    return {
      message: `job ${shape} done`,
      members: JSON.parse(JSON.stringify(members)) as object,
    };
  });
}

/**
 * Compares the transcoder with the record path on lines at random, for one mapping after the other.
 *
 *     node --conditions=heka-source --import tsx test/core/record/pino/lines/fuzz-lines.ts [LINES [SEED]]
 */

import assert from 'node:assert/strict';
import { seededRandom } from '../../../../support/properties/chunking.ts';
import { LinePair } from './line-pair.ts';
import { RandomLines } from './random-lines.ts';

/** Options that change what lines become. */
const OPTIONS: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { logger: undefined },
  { nestedKey: 'nested' },
  { messageKey: 'text', logger: undefined },
  { typeKey: 'kind' },
  { hostname: 'other', pid: 7 },
  {
    fieldTypes: {
      responseTime: { type: 'double', representation: 'ms' },
      count: { representation: 'count' },
      id: { type: 'integer' },
      note: { type: 'string' },
      ok: { type: 'bool' },
      'req.id': { type: 'bytes' },
    },
  },
  { numbers: 'double' },
  { maxDepth: 2 },
  { maxErrorDepth: 1 },
  { errorKey: 'data', maxErrorDepth: 2 },
  { maxFields: 4 },
  { separator: 'a' },
  { separator: '_', errorCause: 'nested' },
  { fields: { env: 'prod', a: { b: 1 } } },
  { severities: { info: 1, 35: 0 } },
  { maxMessageBytes: 1024 },
  { maxMessageBytes: 1024, oversize: 'drop' },
  { levelKey: 'severity', timeKey: 'a' },
  { maxDepth: 1, nestedKey: 'data' },
];

/** What a run saw. */
interface FuzzResult {
  readonly lines: number;
  /** Lines that the transcoder did not decline. */
  readonly fast: number;
}

/**
 * Runs all mappings, each with lines as a logger writes them and with lines that are spelled otherwise or damaged, in
 * pieces at random, as text or as bytes.
 *
 * @param count lines, over all
 * @throws AssertionError at the first line that becomes another message
 */
export function fuzzLines(count: number, seed: number): FuzzResult {
  let fast = 0;
  let lines = 0;
  for (const [index, options] of OPTIONS.entries()) {
    for (const isWild of [false, true]) {
      const own = seed + 2 * index + (isWild ? 1 : 0);
      const texts = new RandomLines(own, isWild);
      const random = seededRandom(own);
      const share = Math.ceil(count / OPTIONS.length / 2);
      const framing = { framing: index % 3 !== 2, signed: index % 3 === 1 };
      fast += compare(new LinePair(options, framing), share, {
        texts,
        random,
        label: JSON.stringify({ seed: own, options, isWild }),
      });
      lines += share;
    }
  }
  return { lines, fast };
}

interface Source {
  readonly texts: RandomLines;
  readonly random: () => number;
  readonly label: string;
}

/** Returns how many lines the transcoder did not decline. */
function compare(pair: LinePair, count: number, { texts, random, label }: Source): number {
  const isBytes = random() % 2 === 0;
  const waiting: string[] = [];
  let fast = 0;
  let done = 0;
  pair.onOutcome = (outcome) => {
    const line = waiting[done++] ?? '';
    if (outcome.isFast) fast++;
    try {
      pair.assertSame(line, outcome);
    } catch (error) {
      throw new Error(`${label}: ${JSON.stringify(line)}`, { cause: error });
    }
  };
  let text = '';
  for (let index = 0; index < count; ) {
    const line = nextLine(texts, isBytes);
    if (line === undefined) continue;
    index++;
    const ending = random() % 50 === 0 ? '\r\n' : '\n';
    waiting.push(ending === '\n' && line.endsWith('\r') ? line.slice(0, -1) : line);
    text += line + ending;
    if (random() % 20 !== 0 && index < count) continue;
    if (isBytes) writeInPieces(pair, Buffer.from(text), random);
    else pair.write(text);
    text = '';
    pair.outcomes.length = 0;
  }
  pair.end();
  assert.equal(done, count, label);
  return fast;
}

/** A line that is not empty and that this kind of chunk can carry. */
function nextLine(texts: RandomLines, isBytes: boolean): string | undefined {
  const line = texts.next();
  if (line.includes('\n') || line.trim() === '') return undefined;
  return isBytes ? Buffer.from(line).toString() : line;
}

function writeInPieces(pair: LinePair, bytes: Buffer, random: () => number): void {
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + (random() % (random() % 4 === 0 ? 20 : 70_000));
    pair.write(bytes.subarray(at, end));
    at = end;
  }
}

if (process.argv[1] === import.meta.filename) {
  const [lines = 1_000_000, seed = Date.now() % 1_000_000_000] = process.argv.slice(2).map(Number);
  console.log(`${lines} lines from seed ${seed}`);
  const { fast } = fuzzLines(lines, seed);
  console.log(`all as by the record path; ${Math.round((100 * fast) / lines)} % of them by the transcoder`);
}

/**
 * Random matchers, and a plain interpreter of them that shares nothing with the code under test: the meaning of
 * hekad's language, written down as simply as possible.
 */
import fc from 'fast-check';
import type { Field, HekaMessage } from 'heka-core';

const RELATIONS = ['==', '!=', '<', '<=', '>', '>='] as const;

type Relation = (typeof RELATIONS)[number];

type Operand =
  | { readonly relation: Relation; readonly operand: string | number | boolean | null }
  | { readonly relation: '=~' | '!~'; readonly operand: { readonly source: string } };

type Left =
  | { readonly header: string }
  | { readonly field: string; readonly fieldIndex?: number; readonly arrayIndex?: number };

/** A matcher as a tree. */
type Tree = boolean | { readonly and: readonly Tree[] } | { readonly or: readonly Tree[] } | (Left & Operand);

/** Few enough that two of them are often equal; among them such as UTF-16 and UTF-8 order differently. */
const texts = fc.constantFrom(
  '',
  'a',
  'ab',
  'abc',
  'b',
  'é',
  '\ue000',
  '😀',
  '😁',
  'TRUE',
  "it's",
  '"',
  'a b',
  'GET /x.html',
);

/** Patterns that RegExp and RE2 understand alike, for texts without line breaks. */
const sources = fc.constantFrom(
  '^a',
  'b$',
  '^ab$',
  'b',
  '^$',
  '',
  'x\\.html',
  '^[aé]',
  'a+b?',
  '(a|b)c',
  '^.$',
  '\\d',
  '/x',
  "t's",
  '^TRUE',
);

const integers = fc.constantFrom(
  -1n,
  0n,
  1n,
  2n,
  6n,
  7n,
  2n ** 53n,
  2n ** 53n + 1n,
  1_700_000_000_000_000_001n,
);
const numbers = fc.constantFrom(
  -1,
  0,
  0.5,
  1,
  2,
  6,
  7,
  2 ** 53,
  1.7e18,
  Number.NaN,
  Number.POSITIVE_INFINITY,
);
const octets = texts.map((text) => new Uint8Array(Buffer.from(text)));
const names = fc.constantFrom('a', 'b', 'a.b', 'Type', 'é "[');
const absent = { nil: undefined };

const fields: fc.Arbitrary<Field> = fc.oneof(
  fc.record({ name: names, type: fc.constant('string' as const), values: fc.array(texts, { maxLength: 3 }) }),
  fc.record({ name: names, type: fc.constant('bytes' as const), values: fc.array(octets, { maxLength: 3 }) }),
  fc.record({
    name: names,
    type: fc.constant('integer' as const),
    values: fc.array(integers, { maxLength: 3 }),
  }),
  fc.record({
    name: names,
    type: fc.constant('double' as const),
    values: fc.array(numbers, { maxLength: 3 }),
  }),
  fc.record({
    name: names,
    type: fc.constant('bool' as const),
    values: fc.array(fc.boolean(), { maxLength: 3 }),
  }),
);

const uuids = fc.constantFrom(0, 1, 255).map((first) => new Uint8Array([first, ...new Uint8Array(15)]));

/** A message in which many of the matchers find something. */
export const randomMessage: fc.Arbitrary<HekaMessage> = fc
  .record({
    uuid: uuids,
    timestamp: integers,
    type: fc.option(texts, absent),
    logger: fc.option(texts, absent),
    severity: fc.option(fc.integer({ min: -1, max: 8 }), absent),
    payload: fc.option(texts, absent),
    envVersion: fc.option(texts, absent),
    pid: fc.option(fc.integer({ min: -1, max: 2 }), absent),
    hostname: fc.option(texts, absent),
    fields: fc.array(fields, { maxLength: 5 }),
  })
  .map((message) => Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined)))
  .map((message) => message as unknown as HekaMessage);

const literals = fc.constantFrom(0, 0.5, 1, 2, 6, 7, 2 ** 53, 1.7e18, 1e-3);
const relation = fc.constantFrom(...RELATIONS);
const pattern = fc.record({
  relation: fc.constantFrom('=~' as const, '!~' as const),
  operand: fc.record({ source: sources }),
});
const textOperand = fc.oneof(fc.record({ relation, operand: texts }), pattern);
const numberOperand = fc.record({ relation, operand: literals });
const nilOperand = fc.record({
  relation: fc.constantFrom('==' as const, '!=' as const),
  operand: fc.constant(null),
});
const boolOperand = fc.record({ relation: fc.constant('==' as const), operand: fc.boolean() });
const uuidOperand = fc.record({
  relation,
  operand: fc
    .constantFrom(0, 1, 255)
    .map((first) => `${first.toString(16).padStart(2, '0')}000000-0000-0000-0000-000000000000`),
});

const textHeader = fc.constantFrom('Type', 'Logger', 'Payload', 'EnvVersion', 'Hostname');
const numberHeader = fc.constantFrom('Timestamp', 'Severity', 'Pid');
const indexes = fc.oneof(
  fc.constant({}),
  fc.record({ fieldIndex: fc.nat(2) }),
  fc.record({ fieldIndex: fc.nat(2), arrayIndex: fc.nat(3) }),
);

const term: fc.Arbitrary<Left & Operand> = fc.oneof(
  fc.tuple(fc.record({ header: textHeader }), textOperand).map(joined),
  fc.tuple(fc.record({ header: fc.constant('Uuid') }), uuidOperand).map(joined),
  fc.tuple(fc.record({ header: numberHeader }), numberOperand).map(joined),
  fc
    .tuple(
      fc.tuple(fc.record({ field: names }), indexes).map(([field, index]) => ({ ...field, ...index })),
      fc.oneof(textOperand, numberOperand, nilOperand, boolOperand),
    )
    .map(joined),
);

function joined([left, right]: readonly [Left, Operand]): Left & Operand {
  return { ...left, ...right };
}

/** A matcher of any shape. */
export const randomTree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 6, arbitrary: term },
    { weight: 1, arbitrary: fc.boolean() },
    { weight: 3, arbitrary: fc.array(tie('tree'), { minLength: 2, maxLength: 4 }).map((and) => ({ and })) },
    { weight: 3, arbitrary: fc.array(tie('tree'), { minLength: 2, maxLength: 4 }).map((or) => ({ or })) },
  ),
})).tree;

/**
 * The text of a matcher.
 *
 * @param space what stands between two tokens
 * @param quote what texts are quoted with
 */
export function textOf(tree: Tree, space: string, quote: '"' | "'"): string {
  const write = (part: Tree): string => textOf(part, space, quote);
  if (typeof tree === 'boolean') return tree ? 'TRUE' : 'FALSE';
  // && binds closer, so that only a disjunction in a conjunction needs parentheses.
  if ('and' in tree) {
    return tree.and
      .map((part) =>
        typeof part === 'object' && 'or' in part ? `(${space}${write(part)}${space})` : write(part),
      )
      .join(`${space}&&${space}`);
  }
  if ('or' in tree) return tree.or.map(write).join(`${space}||${space}`);
  return `${leftText(tree)}${space}${tree.relation}${space}${operandText(tree, quote)}`;
}

function leftText(left: Left): string {
  if ('header' in left) return left.header;
  const { field, fieldIndex, arrayIndex } = left;
  return `Fields[${field}]${[fieldIndex, arrayIndex].map((index) => (index === undefined ? '' : `[${index}]`)).join('')}`;
}

function operandText({ operand }: Operand, quote: string): string {
  if (operand === null) return 'NIL';
  if (typeof operand === 'boolean') return operand ? 'TRUE' : 'FALSE';
  if (typeof operand === 'number') return String(operand);
  if (typeof operand === 'string') return `${quote}${operand.replaceAll(quote, `\\${quote}`)}${quote}`;
  return `/${operand.source.replaceAll('/', '\\/')}/`;
}

/** Whether a message matches. */
export function interpret(tree: Tree, message: HekaMessage): boolean {
  if (typeof tree === 'boolean') return tree;
  if ('and' in tree) return tree.and.every((part) => interpret(part, message));
  if ('or' in tree) return tree.or.some((part) => interpret(part, message));
  const value = valueOf(tree, message);
  if (tree.operand === null) return (value === undefined) === (tree.relation === '==');
  return value !== undefined && compare(value, tree);
}

type Value = string | number | boolean;

function valueOf(left: Left, message: HekaMessage): Value | undefined {
  if ('header' in left) return headerOf(left.header, message);
  const { field: name, fieldIndex = 0, arrayIndex = 0 } = left;
  const value = message.fields.filter((field) => field.name === name)[fieldIndex]?.values[arrayIndex];
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  return typeof value === 'bigint' ? Number(value) : value;
}

function headerOf(header: string, message: HekaMessage): Value {
  switch (header) {
    case 'Uuid':
      return Buffer.from(message.uuid)
        .toString('hex')
        .replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    case 'Type':
      return message.type ?? '';
    case 'Logger':
      return message.logger ?? '';
    case 'Payload':
      return message.payload ?? '';
    case 'EnvVersion':
      return message.envVersion ?? '';
    case 'Hostname':
      return message.hostname ?? '';
    case 'Timestamp':
      return Number(message.timestamp);
    case 'Severity':
      return message.severity ?? 7;
    default:
      return message.pid ?? 0;
  }
}

function compare(value: Value, { relation: operator, operand }: Operand): boolean {
  if (operator === '=~' || operator === '!~') {
    const { source } = operand;
    return typeof value === 'string' && new RegExp(source, 'u').test(value) === (operator === '=~');
  }
  if (typeof operand === 'boolean') {
    return value === operand || value === (operand ? 'TRUE' : 'FALSE');
  }
  if (typeof value !== typeof operand) return false;
  switch (operator) {
    case '==':
      return value === operand;
    case '!=':
      return value !== operand;
    default:
      return inOrder(operator, value, operand as string | number);
  }
}

function inOrder(operator: '<' | '<=' | '>' | '>=', value: Value, operand: string | number): boolean {
  const [one, other] =
    typeof operand === 'number'
      ? [value as number, operand]
      : [Buffer.compare(Buffer.from(value as string), Buffer.from(operand)), 0];
  switch (operator) {
    case '<':
      return one < other;
    case '<=':
      return one <= other;
    case '>':
      return one > other;
    case '>=':
      return one >= other;
  }
}

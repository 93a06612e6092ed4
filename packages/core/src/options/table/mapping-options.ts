import { choice, integer, record, shortText, text } from '../kinds.ts';
import { ALLOWED_FUNCTION } from '../load-function.ts';
import type { OptionForm, OptionKind, OptionRow } from '../option-kind.ts';
import type {
  FieldTypeOption,
  FilterOption,
  RedactOption,
  SeverityOverrides,
  TransformFunction,
} from '../option-values.ts';

/** Characters of a header at most; together they must leave room for the record. */
const MAX_HEADER_TEXT = 255;

/** Levels of nesting that names of fields can bear. */
const MAX_DEPTH = 64;

const MAX_FIELDS = 65_536;

const textOrFalse: OptionKind<string | false> = {
  allowed: 'a non-empty string, or false',
  type: 'string | false',
  switch: 'text-or-false',
  parse: (value) => (value === false || (typeof value === 'string' && value !== '') ? value : undefined),
};

const severities: OptionForm<SeverityOverrides> = {
  allowed: 'an object of integers from 0 to 7',
  type: 'SeverityOverrides',
  switch: 'json',
};

const fieldTypes: OptionForm<Readonly<Record<string, FieldTypeOption>>> = {
  allowed: 'an object of { type, representation }',
  type: 'Readonly<Record<string, FieldTypeOption>>',
  switch: 'json',
};

const filter: OptionForm<FilterOption> = {
  allowed: 'the text of a matcher, a function, or an array of these',
  type: 'FilterOption',
  switch: 'text',
};

const transform: OptionForm<TransformFunction | string> = {
  allowed: ALLOWED_FUNCTION,
  type: 'TransformFunction | string',
  switch: 'text',
};

const redact: OptionForm<RedactOption> = {
  allowed: 'an array of paths, or { paths, censor, remove }',
  type: 'RedactOption',
  switch: 'json',
};

/** How a record becomes a message. */
export const MAPPING_OPTIONS = {
  type: { kind: shortText(MAX_HEADER_TEXT), default: 'log', doc: 'Message type' },
  typeKey: { kind: text, doc: 'Member of the record that holds the type' },
  logger: {
    kind: shortText(MAX_HEADER_TEXT),
    variable: 'HEKA_LOGGER',
    defaultText: "the logger's own name, else `service`, else the name in the nearest package.json",
    doc: 'Message logger',
  },
  hostname: {
    kind: shortText(MAX_HEADER_TEXT),
    defaultText: "the record's, else the machine's",
    doc: 'Message hostname',
  },
  pid: {
    kind: integer({ max: 2 ** 31 - 1 }),
    defaultText: "the record's, else the process's",
    doc: 'Message pid',
  },
  envVersion: { kind: shortText(MAX_HEADER_TEXT), default: '0.8', doc: 'Message env_version' },
  fields: { kind: record, default: {}, doc: 'Constant fields of each message' },
  severities: {
    kind: severities,
    aliases: ['levelMap'],
    default: {},
    doc: 'Severity (0 to 7) by the name or number of a level; takes precedence over the built-in ones',
  },
  payload: {
    kind: choice('message', 'json', 'formatted'),
    default: 'message',
    doc: "What the payload is: the message's text, the record as JSON, or (winston only) the line that the format produced",
  },
  messageKey: {
    kind: text,
    defaultText: 'winston `"message"`, pino `"msg"`',
    doc: 'Member of the record that holds the message',
  },
  timeKey: {
    kind: textOrFalse,
    defaultText: 'winston `"timestamp"`, pino `"time"`',
    doc: 'Member that holds the time; false takes the time of the log call',
  },
  levelKey: { kind: text, defaultText: '`"level"`', doc: 'Member that holds the level' },
  errorKey: { kind: text, defaultText: '`"err"`', doc: 'Member that holds an error' },
  nestedKey: { kind: text, doc: "Member whose members count as the record's own" },
  errorCause: {
    kind: choice('flat', 'nested'),
    default: 'flat',
    doc: '`flat` joins causes into message and stack, `nested` keeps them as members',
  },
  separator: { kind: text, default: '.', doc: 'Text between the names of nested members' },
  maxDepth: {
    kind: integer({ min: 1, max: MAX_DEPTH }),
    default: 8,
    doc: 'Levels of nesting that become fields; deeper ones become JSON',
  },
  maxErrorDepth: {
    kind: integer({ min: 1, max: MAX_DEPTH }),
    default: 3,
    doc: 'Levels of nesting below an error that become fields; deeper ones become JSON',
  },
  maxFields: {
    kind: integer({ min: 1, max: MAX_FIELDS }),
    default: 256,
    doc: 'Fields of one message; the rest becomes one field of JSON',
  },
  numbers: {
    kind: choice('auto', 'double'),
    default: 'auto',
    doc: '`double` makes every number a DOUBLE; `auto` keeps integers',
  },
  fieldTypes: {
    kind: fieldTypes,
    default: {},
    doc: "Type and representation by field name, such as `{ responseTime: { type: 'double', representation: 'ms' } }`",
  },
  filter: {
    kind: filter,
    doc: 'Which messages are sent: those that match a [matcher](client.md#matchers), or those for which a function returns true. An array of these lets through what matches all of them. The others count as `filtered`, not as dropped. A worker takes text only',
  },
  transform: {
    kind: transform,
    doc: 'Changes each record before it becomes a message: `(record) => record`. A worker is given the location of the function: `"./file.mjs#name"`, relative to the working directory, or a package. For a client, the record is the `fields` object of the call. It may also change the record in place and return nothing. If it throws, or returns anything else (`null`, say), the message keeps its headers only, and its payload says so. To leave records out, use `filter`',
  },
  redact: {
    kind: redact,
    doc: 'What is not sent, by the paths of pino\'s own `redact`: `["password", "req.headers.cookie", "users[*].name"]`. It comes after `transform`. It does not reach into texts: the message, the stack of an error, a line that is not JSON',
  },
  encoding: { kind: choice('protobuf'), default: 'protobuf', doc: 'The only encoding of this version' },
} as const satisfies Readonly<Record<string, OptionRow>>;

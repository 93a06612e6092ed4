import { HekaError } from '../errors.ts';
import { wrongOption } from '../options/option-error.ts';
import type { OptionReader } from '../options/option-reader.ts';
import type { FieldTypeOption, MappingOptions, SeverityOverrides } from './value/mapping-options.ts';

/** Bytes of the largest message that hekad and Hindsight take by default. */
export const defaultMaxMessageBytes = 65_536;

/** Room for the headers at least. */
const minMaxMessageBytes = 1024;

/** Characters of a header at most; together they must leave room for the record. */
const maxHeaderText = 255;

/** Nesting that names of fields can bear. */
const maxMaxDepth = 64;

const maxMaxFields = 65_536;

const fieldTypeNames = ['string', 'bytes', 'integer', 'double', 'bool'] as const;

/**
 * Reads the options that tell how records become messages.
 *
 * @throws HekaError INVALID_OPTION
 */
export function readMappingOptions(reader: OptionReader): MappingOptions {
  const optional = {
    typeKey: reader.string('typeKey'),
    logger: headerText(reader, 'logger'),
    hostname: headerText(reader, 'hostname'),
    pid: reader.integer('pid', { max: 2 ** 31 - 1 }),
    messageKey: reader.string('messageKey'),
    timeKey: readTimeKey(reader),
    levelKey: reader.string('levelKey'),
    errorKey: reader.string('errorKey'),
    nestedKey: reader.string('nestedKey'),
  };
  return {
    ...withoutUndefined(optional),
    type: headerText(reader, 'type', 'log'),
    envVersion: headerText(reader, 'envVersion', '0.8'),
    fields: reader.object('fields', { default: {} }),
    severities: readSeverities(reader),
    payload: reader.choice('payload', ['message', 'json', 'formatted'], { default: 'message' }),
    errorCause: reader.choice('errorCause', ['flat', 'nested'], { default: 'flat' }),
    separator: reader.string('separator', { default: '.' }),
    maxDepth: reader.integer('maxDepth', { min: 1, max: maxMaxDepth, default: 8 }),
    maxFields: reader.integer('maxFields', { min: 1, max: maxMaxFields, default: 256 }),
    numbers: reader.choice('numbers', ['auto', 'double'], { default: 'auto' }),
    fieldTypes: readFieldTypes(reader),
    maxMessageBytes: reader.size('maxMessageBytes', {
      min: minMaxMessageBytes,
      default: defaultMaxMessageBytes,
    }),
    oversize: reader.choice('oversize', ['truncate', 'drop'], { default: 'truncate' }),
  };
}

/** An object without the members that are undefined. */
type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}

function headerText<D extends string | undefined = undefined>(
  reader: OptionReader,
  name: string,
  fallback?: D,
): string | D {
  const spec = fallback === undefined ? {} : { default: fallback };
  return reader.read<string, D>(name, spec, `a text of 1 to ${maxHeaderText} characters`, (value) =>
    typeof value === 'string' && value !== '' && value.length <= maxHeaderText ? value : undefined,
  );
}

function readTimeKey(reader: OptionReader): string | false | undefined {
  return reader.read<string | false>('timeKey', {}, 'a text that is not empty, or false', (value) =>
    value === false || (typeof value === 'string' && value !== '') ? value : undefined,
  );
}

function readSeverities(reader: OptionReader): SeverityOverrides {
  const option = reader.given('severities', ['levelMap']);
  if (option === undefined) return {};
  const severities = reader.object('severities', { aliases: ['levelMap'], default: {} });
  for (const [level, severity] of Object.entries(severities)) {
    const isSeverity = Number.isInteger(severity) && Number(severity) >= 0 && Number(severity) <= 7;
    if (!isSeverity) throw wrongOption(`${option.name}.${level}`, severity, 'an integer from 0 to 7');
  }
  return severities as SeverityOverrides;
}

function readFieldTypes(reader: OptionReader): Readonly<Record<string, FieldTypeOption>> {
  const fieldTypes = reader.object('fieldTypes', { default: {} });
  for (const [name, value] of Object.entries(fieldTypes)) checkFieldType(`fieldTypes.${name}`, value);
  return fieldTypes as Readonly<Record<string, FieldTypeOption>>;
}

function checkFieldType(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongOption(name, value, 'an object with type or representation');
  }
  const { type, representation, ...others } = value as Readonly<Record<string, unknown>>;
  if (type !== undefined && !fieldTypeNames.some((known) => known === type)) {
    throw wrongOption(`${name}.type`, type, '"string", "bytes", "integer", "double" or "bool"');
  }
  if (representation !== undefined && typeof representation !== 'string') {
    throw wrongOption(`${name}.representation`, representation, 'a text');
  }
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw new HekaError(
      'INVALID_OPTION',
      `option "${name}.${unknown}" is not known, allowed: "type", "representation"`,
    );
  }
}

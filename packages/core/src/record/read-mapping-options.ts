import { HekaError } from '../errors.ts';
import { choice, isRecord, text } from '../options/kinds.ts';
import { MemberReader } from '../options/member-reader.ts';
import { wrongOption } from '../options/option-error.ts';
import type { OptionReader } from '../options/option-reader.ts';
import type { FieldTypeOption, SeverityOverrides } from '../options/option-values.ts';
import { readPreparation } from './prepare/read-preparation.ts';
import type { MappingOptions } from './value/mapping-options.ts';

const fieldType = choice('string', 'bytes', 'integer', 'double', 'bool');

/**
 * Reads how records become messages.
 *
 * @throws HekaError INVALID_OPTION
 */
export function readMappingOptions(reader: OptionReader): MappingOptions {
  const type = readType(reader);
  const logger = reader.get('logger') ?? reader.getVariable('logger');
  const hostname = reader.get('hostname');
  const pid = reader.get('pid');
  const envVersion = reader.get('envVersion');
  return {
    type,
    typeKey: reader.get('typeKey'),
    logger,
    hostname,
    pid,
    envVersion,
    messageKey: reader.get('messageKey'),
    timeKey: reader.get('timeKey'),
    levelKey: reader.get('levelKey'),
    errorKey: reader.get('errorKey'),
    nestedKey: reader.get('nestedKey'),
    preparation: readPreparation(reader),
    onStray: undefined,
    givenHeaders: withoutUndefined({
      type: reader.given('type') === undefined ? undefined : type,
      logger,
      hostname,
      pid,
      envVersion: reader.given('envVersion') === undefined ? undefined : envVersion,
    }),
    fields: reader.get('fields'),
    severities: readSeverities(reader),
    payload: reader.get('payload'),
    errorCause: reader.get('errorCause'),
    separator: reader.get('separator'),
    maxDepth: reader.get('maxDepth'),
    maxErrorDepth: reader.get('maxErrorDepth'),
    maxFields: reader.get('maxFields'),
    numbers: reader.get('numbers'),
    fieldTypes: readFieldTypes(reader),
    maxMessageBytes: reader.get('maxMessageBytes'),
    oversize: reader.get('oversize'),
  };
}

/** An object without the members that are undefined. */
type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}

function readType(reader: OptionReader): string {
  const type = reader.get('type');
  if (/^(?:bsd|(?:rfc)?(?:3164|5424))$/i.test(type)) {
    throw wrongOption(
      'type',
      type,
      'a message type such as "log"; the format of a syslog line, which winston-syslog calls type, has no meaning here: leave it out',
    );
  }
  return type;
}

function readSeverities(reader: OptionReader): SeverityOverrides {
  const option = reader.given('severities');
  if (option === undefined) return {};
  if (!isRecord(option.value)) throw reader.wrong('severities', option);
  for (const [level, severity] of Object.entries(option.value)) {
    const isSeverity = Number.isInteger(severity) && Number(severity) >= 0 && Number(severity) <= 7;
    if (!isSeverity) throw wrongOption(`${option.name}.${level}`, severity, 'an integer from 0 to 7');
  }
  return option.value as SeverityOverrides;
}

function readFieldTypes(reader: OptionReader): Readonly<Record<string, FieldTypeOption>> {
  const option = reader.given('fieldTypes');
  if (option === undefined) return {};
  if (!isRecord(option.value)) throw reader.wrong('fieldTypes', option);
  for (const [name, value] of Object.entries(option.value)) checkFieldType(`${option.name}.${name}`, value);
  return option.value as Readonly<Record<string, FieldTypeOption>>;
}

function checkFieldType(name: string, value: unknown): void {
  if (!isRecord(value)) throw wrongOption(name, value, 'an object with type or representation');
  const reader = new MemberReader(value, name);
  reader.read('type', fieldType);
  reader.read('representation', text);
  const [unknown] = reader.unknown();
  if (unknown !== undefined) throw new HekaError('INVALID_OPTION', unknown);
}

import { types } from 'node:util';
import { ALLOWED_FUNCTION, loadFunction } from '../../options/load-function.ts';
import { contradiction, wrongOption } from '../../options/option-error.ts';
import type { OptionReader } from '../../options/option-reader.ts';
import type { TransformFunction } from '../../options/option-values.ts';
import type { RecordPreparation } from '../value/mapping-options.ts';
import { createRedactor } from './create-redactor.ts';
import { readRedact } from './read-redact.ts';
import { createPreparation } from './record-preparation.ts';

/**
 * Reads the options `transform` and `redact`.
 *
 * @returns undefined if neither is given
 * @throws HekaError INVALID_OPTION
 */
export function readPreparation(reader: OptionReader): RecordPreparation | undefined {
  const transform = readTransform(reader);
  const rules = readRedact(reader);
  if (rules !== undefined && reader.get('payload') === 'formatted') {
    throw contradiction(
      'redact',
      'payload',
      'redact with the payload "message" or "json": a line that a logger has formatted cannot be redacted',
    );
  }
  if (transform === undefined && rules === undefined) return undefined;
  return createPreparation(transform, rules === undefined ? undefined : createRedactor(rules));
}

function readTransform(reader: OptionReader): TransformFunction | undefined {
  const option = reader.given('transform');
  if (option === undefined) return undefined;
  const transform = loadFunction(option) as TransformFunction;
  if (!types.isAsyncFunction(transform)) return transform;
  const allowed = `${ALLOWED_FUNCTION}; an async function answers too late`;
  throw wrongOption(option.name, option.value, allowed);
}

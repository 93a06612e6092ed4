import { isRecord } from '../../options/kinds.ts';
import type { FieldRules } from './read-fields.ts';

/** What is left of fields that could not be prepared: one that says so. */
const FORM = { headerKeys: [], messageKey: 'fields' };

/** The fields of a call after the options `transform` and `redact`, for which they are the record. */
export function prepareFields(fields: unknown, { preparation }: FieldRules): unknown {
  return preparation === undefined || !isRecord(fields) ? fields : preparation.prepare({ ...fields }, FORM);
}

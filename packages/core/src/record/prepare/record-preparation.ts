import { types } from 'node:util';
import { describeValue } from '../../options/describe-value.ts';
import type { TransformFunction } from '../../options/option-values.ts';
import type { PreparedForm, RecordPreparation } from '../value/mapping-options.ts';
import { setMember } from '../value/members.ts';
import { describeThrown } from '../value/thrown.ts';
import type { Redactor } from './create-redactor.ts';

/** What `transform` returned is not a record. Text is not shown: it may be what nobody should read. */
export class TransformResultError extends TypeError {
  constructor(result: unknown) {
    const shown =
      typeof result === 'string' ? 'a string' : types.isPromise(result) ? 'a promise' : describeValue(result);
    super(`transform returned ${shown}, allowed: an object, or nothing`);
  }
}

/**
 * The options `transform` and `redact`, in this order: what `transform` brings in is redacted as well.
 *
 * If one of them throws, the record is sent without anything that it could have removed: its headers, and a payload that
 * says what happened.
 */
export function createPreparation(
  transform: TransformFunction | undefined,
  redact: Redactor | undefined,
  report: Parameters<RecordPreparation['reportingTo']>[0] = () => undefined,
): RecordPreparation {
  return {
    prepare(record, form) {
      let stage: 'transform' | 'redact' = 'transform';
      try {
        const changed = transform === undefined ? record : transformed(record, transform);
        stage = 'redact';
        if (redact === undefined) return changed;
        return form.redact === undefined ? redact(changed) : form.redact(changed, redact);
      } catch (error) {
        report(stage, error);
        return withoutData(record, form, describeThrown(error, stage));
      }
    },
    redact: (record) => (redact === undefined ? record : redact(record)),
    reportingTo: (to) => createPreparation(transform, redact, to),
  };
}

function transformed(record: Record<string, unknown>, transform: TransformFunction): object {
  const result: unknown = transform(record);
  // A function that changes the record in place need not return it.
  if (result === undefined) return record;
  if (typeof result === 'object' && result !== null && !types.isPromise(result)) return result;
  throw new TransformResultError(result);
}

function withoutData(record: Record<string, unknown>, form: PreparedForm, text: string): object {
  const rest = {};
  for (const key of form.headerKeys) if (Object.hasOwn(record, key)) setMember(rest, key, record[key]);
  setMember(rest, form.messageKey, text);
  return rest;
}

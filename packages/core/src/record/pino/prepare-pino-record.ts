import type { PreparedForm, RecordPreparation } from '../value/mapping-options.ts';
import { copyEach, copyInto, newMembers, setMember } from '../value/members.ts';
import { isIndex, PinoRecord } from './pino-line.ts';

/**
 * Prepares a record of pino, and keeps apart what pino wrote itself: a header counts wherever `transform` leaves it, and a
 * member of the application's with the name of a header is no header whatever `transform` does. It does not see those.
 */
export function preparePinoRecord(
  record: object,
  preparation: RecordPreparation,
  form: PreparedForm,
): PinoRecord {
  const { head, members } = record instanceof PinoRecord ? record : splitHead(record, form.headerKeys);
  const shown: Record<string, unknown> = {};
  const hidden = newMembers();
  copyInto(shown, head);
  copyEach(members, (key, value) => setMember(Object.hasOwn(head, key) ? hidden : shown, key, value));
  const prepared = new PinoRecord(newMembers(), newMembers());
  copyEach(preparation.prepare(shown, form), (key, value) => {
    setMember(Object.hasOwn(head, key) ? prepared.head : prepared.members, key, value);
  });
  copyInto(prepared.members, preparation.redact(hidden));
  return prepared;
}

/** The run of header names at the start, and the rest. */
function splitHead(record: object, headerKeys: readonly string[]): PinoRecord {
  const split = new PinoRecord(newMembers(), newMembers());
  let isHead = true;
  copyEach(record, (key, value) => {
    isHead &&= headerKeys.includes(key) || isIndex(key);
    setMember(isHead && !isIndex(key) ? split.head : split.members, key, value);
  });
  return split;
}

import type { PreparedForm, RecordPreparation } from '../value/mapping-options.ts';
import { copyEach, copyInto, newMembers, setMember } from '../value/members.ts';
import { PinoRecord } from './pino-line.ts';

/**
 * Prepares a record of pino, and keeps apart what pino wrote itself: a header counts wherever `transform` leaves it, and a
 * member of the application's with the name of a header is not one, whatever `transform` does. It does not see those.
 */
export function preparePinoRecord(
  record: PinoRecord,
  preparation: RecordPreparation,
  messageKey: string,
): PinoRecord {
  const { head, members } = record;
  const form: PreparedForm = { headerKeys: Object.keys(head), messageKey };
  const shown: Record<string, unknown> = {};
  const hidden = newMembers();
  copyInto(shown, head);
  copyEach(members, (key, value) => setMember(Object.hasOwn(head, key) ? hidden : shown, key, value));
  const prepared = new PinoRecord(newMembers(), newMembers(), record);
  copyEach(preparation.prepare(shown, form), (key, value) => {
    setMember(Object.hasOwn(head, key) ? prepared.head : prepared.members, key, value);
  });
  copyInto(prepared.members, preparation.redact(hidden));
  return prepared;
}

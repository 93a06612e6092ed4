/** A scalar member at the beginning of a line. */
export interface LineMember {
  readonly key: string;
  /** Where its value starts and ends in the line. */
  readonly valueAt: number;
  readonly end: number;
}

/** Members that are looked at. */
const MAX_MEMBERS = 16;

const MEMBER = /"([^"\\]*)":(?:"(?:[^"\\]|\\.)*"|-?\d[^,}\s]*|true|false|null)(?=[,}])/y;

/**
 * The members at the beginning of a line, as far as they are scalars with keys in which nothing is escaped.
 *
 * @param line JSON of an object
 */
export function leadingMembers(line: string): readonly LineMember[] {
  const members: LineMember[] = [];
  MEMBER.lastIndex = 1;
  while (members.length < MAX_MEMBERS) {
    const start = MEMBER.lastIndex;
    const match = MEMBER.exec(line);
    if (match === null) break;
    const key = match[1] ?? '';
    members.push({ key, valueAt: start + key.length + 3, end: MEMBER.lastIndex });
    if (line[MEMBER.lastIndex] !== ',') break;
    MEMBER.lastIndex++;
  }
  return members;
}

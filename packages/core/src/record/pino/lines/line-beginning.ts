/** A scalar member at the beginning of a line. */
export interface LineMember {
  readonly key: string;
  /** Where its value starts and ends in the line. */
  readonly valueAt: number;
  readonly end: number;
}

/** Members that are looked at. */
const MAX_MEMBERS = 16;

const TEXT = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?`;
const MEMBER = new RegExp(
  String.raw`"([^"\\\u0000-\u001f]*)":(?:${TEXT}|${NUMBER}|true|false|null)(?=[,}])`,
  'y',
);

/**
 * The members at the beginning of a line, as far as they are scalars with keys in which nothing is escaped, and are JSON.
 *
 * @param line begins with a brace
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

import { describeThrown } from './thrown.ts';

/** Members of records that were put together here. They have no prototype, so that they are walked apart from the ordinary ones. */
export function newMembers(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}

/** Sets a member as `JSON.parse` does: `__proto__` is a name as any other. */
export function setMember(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Copies the own members of an object; one that throws when it is read becomes the text `[Throws: <name>]`. */
export function copyInto(target: object, source: object): void {
  copyEach(source, (key, value) => {
    setMember(target, key, value);
  });
}

/** Calls a function with each own enumerable member; one that throws when it is read is the text `[Throws: <name>]`. */
export function copyEach(source: object, take: (key: string, value: unknown) => void): void {
  const members = source as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(source)) {
    let value: unknown;
    try {
      value = members[key];
    } catch (error) {
      value = describeThrown(error);
    }
    take(key, value);
  }
}

import { HekaError } from '../../errors.ts';
import { describeValue } from '../../options/describe-value.ts';
import type { RecordPreparation } from '../../record/value/mapping-options.ts';
import { invalidMessage, type OneOrMore, type TypedValue, wrongValue } from './typed-value.ts';
import { type FieldScalar, type NumberTyping, valueOf } from './value-of.ts';

/**
 * The fields of a message by name. Members of an object inside have its name before theirs: `{ a: { b: 1 } }` is the
 * field `a.b`.
 */
export interface Fields {
  readonly [name: string]: OneOrMore<FieldScalar> | Fields;
}

/** One field, checked. */
export interface ClientField {
  readonly name: string;
  readonly value: TypedValue;
}

/** How fields are read. */
export interface FieldRules {
  readonly numbers: NumberTyping;
  /** Text between the names of nested members. */
  readonly separator: string;
  /** What is done to a caller's fields first. */
  readonly preparation?: RecordPreparation | undefined;
}

/** An object that contains itself has no end. */
const MAX_DEPTH = 64;

/**
 * Checks what a caller gave as fields, and makes one list of them.
 *
 * @throws HekaError `INVALID_MESSAGE` that names the first field that is wrong
 */
export function readFields(fields: unknown, rules: FieldRules): readonly ClientField[] {
  const list: ClientField[] = [];
  try {
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
      throw wrongValue('fields', fields, 'an object');
    }
    addMembers(fields, '', 0);
  } catch (error) {
    if (error instanceof HekaError) throw error;
    // A getter, or a proxy.
    throw new HekaError('INVALID_MESSAGE', 'fields cannot be read', error);
  }
  return list;

  function addMembers(members: object, prefix: string, depth: number): void {
    for (const [key, member] of Object.entries(members)) {
      const name = prefix + key;
      const value = valueOf(member, name, rules.numbers);
      if (value !== undefined) list.push({ name, value });
      else if (depth < MAX_DEPTH) addMembers(member as object, name + rules.separator, depth + 1);
      else
        throw invalidMessage(
          `field ${describeValue(name)}`,
          `nested deeper than ${MAX_DEPTH} levels`,
          'less',
        );
    }
  }
}

import { FieldPrefix } from './field-prefix.ts';

/** Prefixes kept at most; names made from data (an id as a key, say) must not fill the memory. */
const MAX_PREFIXES = 2048;

/** Longer names are not kept. */
const MAX_KEPT_NAME = 128;

/** Finds or makes the prefix of a field by name, type and representation. Bounded. */
export class FieldPrefixes {
  #byName = new Map<string, FieldPrefix>();
  #size = 0;

  /** How many prefixes are kept. */
  get size(): number {
    return this.#size;
  }

  /**
   * @param valueType Field.ValueType
   * @returns the prefix, which stays valid
   */
  find(name: string, valueType: number, representation: string | undefined): FieldPrefix {
    const first = this.#byName.get(name);
    let prefix = first;
    while (
      prefix !== undefined &&
      (prefix.valueType !== valueType || prefix.representation !== representation)
    ) {
      prefix = prefix.sibling;
    }
    return prefix ?? this.#add(new FieldPrefix(name, valueType, representation), first);
  }

  #add(prefix: FieldPrefix, sibling: FieldPrefix | undefined): FieldPrefix {
    const { name, representation = '' } = prefix;
    if (name.length + representation.length > MAX_KEPT_NAME) return prefix;
    if (this.#size >= MAX_PREFIXES) {
      this.#byName = new Map();
      this.#size = 0;
    } else {
      prefix.sibling = sibling;
    }
    this.#byName.set(name, prefix);
    this.#size++;
    return prefix;
  }
}

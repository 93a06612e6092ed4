/**
 * Names of fields, made once.
 *
 * Members of records stand in a tree of nodes, one for each place where a name was seen (`req`, and under it
 * `method`), which hold the joined name (`req.method`). Records of one call site have their members in one
 * order, so each node remembers its successor; a right guess costs one comparison of two pointers.
 *
 * Names are unique in a message: each carries the number of the message that has it, so that finding a
 * repeated one needs no set. The tree is bounded; it is thrown away between two messages when it is full.
 */

import type { FieldTypeOption } from '../../options/option-values.ts';
import { FieldPrefix } from '../../wire/field-prefixes.ts';

/** The full name of a field, the same object wherever the name comes from. */
export class FieldName {
  readonly text: string;
  /** Type and representation that were asked for by option. */
  readonly fixed: FieldTypeOption | undefined;
  /** The number of the last message with this name. */
  message = 0;
  /** What the last field of this name began with; it most often has the type of the next one as well. */
  prefix: FieldPrefix = NO_PREFIX;
  readonly #prefixes: FieldPrefix[] = [];

  constructor(text: string, fixed: FieldTypeOption | undefined) {
    this.text = text;
    this.fixed = fixed;
  }

  /** What a field of this name begins with when it has one value of a type. */
  prefixOf(valueType: number): FieldPrefix {
    let prefix = this.#prefixes.find((other) => other.valueType === valueType);
    if (prefix === undefined) {
      prefix = new FieldPrefix(this.text, valueType, undefined);
      this.#prefixes.push(prefix);
    }
    this.prefix = prefix;
    return prefix;
  }
}

/** Of no type. */
const NO_PREFIX = new FieldPrefix('', -1, undefined);

/** Role of a member that needs a closer look: its type is fixed, or it may be what tells a Buffer in pino's JSON. */
export const ROLE_APART = 1 << 28;

/** A place in records: a member's key below its parent. */
export class NameNode {
  readonly key: string;
  readonly name: FieldName;
  /** What the names below begin with. */
  readonly prefix: string;
  /** What a member at the top is besides being a field: bits of the mapping that made the tree. */
  readonly role: number;
  /** The node that came first below this one last time. */
  first: NameNode | undefined = undefined;
  /** The node that followed last time. */
  next: NameNode | undefined = undefined;
  children: Map<string, NameNode> | undefined = undefined;

  constructor(key: string, name: FieldName, prefix: string, role: number) {
    this.key = key;
    this.name = name;
    this.prefix = prefix;
    this.role = role;
  }
}

/** Nodes and names kept at most: names made from data (an id as a key, say) must not fill the memory. */
const MAX_KEPT = 4096;

/** Longer names are not kept. */
const MAX_KEPT_LENGTH = 128;

function isLong(name: FieldName): boolean {
  return name.text.length > MAX_KEPT_LENGTH;
}

/** The tree of names of one mapping. */
export class FieldNames {
  readonly separator: string;
  /** Above all members of a record. Another one after the tree was thrown away. */
  root: NameNode;
  /** The number of the message being written. */
  message = 1;

  readonly #fieldTypes: Readonly<Record<string, FieldTypeOption>>;
  readonly #roles: ReadonlyMap<string, number>;
  #names = new Map<string, FieldName>();
  #longNames = new Map<string, FieldName>();
  #nodes = 0;
  #reserved: FieldName[] = [];

  /**
   * @param roles what members at the top are besides being fields
   */
  constructor(
    separator: string,
    fieldTypes: Readonly<Record<string, FieldTypeOption>>,
    roles: ReadonlyMap<string, number>,
  ) {
    this.separator = separator;
    this.#fieldTypes = fieldTypes;
    this.#roles = roles;
    this.root = new NameNode('', new FieldName('', undefined), '', 0);
  }

  /** Names that are taken in each message from its beginning. */
  reserve(texts: readonly string[]): void {
    this.#reserved = texts.map((text) => this.name(text));
  }

  /** Starts a message: only the reserved names are taken. */
  begin(): void {
    this.message++;
    if (this.#longNames.size > 0) this.#forgetLongNames();
    if (this.#nodes > MAX_KEPT || this.#names.size > MAX_KEPT) {
      this.root = new NameNode('', new FieldName('', undefined), '', 0);
      this.#names = new Map();
      this.#nodes = 0;
      this.reserve(this.#reserved.map((name) => name.text));
    }
    for (const name of this.#reserved) name.message = this.message;
  }

  #forgetLongNames(): void {
    this.#longNames = new Map(this.#reserved.filter(isLong).map((name) => [name.text, name]));
  }

  /** The node of a member. */
  child(parent: NameNode, key: string): NameNode {
    const known = parent.children?.get(key);
    if (known !== undefined) return known;
    const text = parent.prefix + key;
    const name = this.name(text);
    const role = parent === this.root ? this.roleOf(key) : 0;
    const apart = name.fixed !== undefined || key === 'type' ? ROLE_APART : 0;
    const node = new NameNode(key, name, text + this.separator, role | apart);
    if (text.length <= MAX_KEPT_LENGTH) {
      this.#nodes++;
      parent.children ??= new Map();
      parent.children.set(key, node);
    }
    return node;
  }

  /** What a member at the top is besides being a field. */
  roleOf(key: string): number {
    return this.#roles.get(key) ?? 0;
  }

  /**
   * The node of a member that was not expected; it will be next time.
   *
   * @param previous the node of the member before it, `parent` where it is the first
   */
  childAfter(parent: NameNode, previous: NameNode, key: string): NameNode {
    const node = this.child(parent, key);
    if (node.prefix.length > MAX_KEPT_LENGTH) return node;
    if (previous === parent) parent.first = node;
    else previous.next = node;
    return node;
  }

  /** The one object for a name. */
  name(text: string): FieldName {
    const kept = text.length <= MAX_KEPT_LENGTH ? this.#names : this.#longNames;
    let name = kept.get(text);
    if (name === undefined) {
      const fixed = Object.hasOwn(this.#fieldTypes, text) ? this.#fieldTypes[text] : undefined;
      name = new FieldName(text, fixed);
      kept.set(text, name);
    }
    return name;
  }

  /** Takes a name for this message. */
  take(text: string): void {
    this.name(text).message = this.message;
  }

  /** All names taken in this message. */
  taken(): string[] {
    const names = [...this.#names.values(), ...this.#longNames.values()];
    return names.filter((name) => name.message === this.message).map((name) => name.text);
  }

  /** Takes the name that a repeated one becomes, with as many `_` appended as are needed. */
  takeOther(text: string): FieldName {
    let other = this.name(`${text}_`);
    while (other.message === this.message) other = this.name(`${other.text}_`);
    other.message = this.message;
    return other;
  }
}

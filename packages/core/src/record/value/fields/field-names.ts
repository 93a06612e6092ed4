/**
 * Names of fields, made once.
 *
 * Members of records stand in a tree of nodes, one for each place in which a name was seen (`req`, and under it
 * `method`), which hold the joined name (`req.method`). Records of one call site have their members in one
 * order, so each node remembers its successor; a right guess costs one comparison of two pointers.
 *
 * Names are unique in a message: each carries the number of the message that has it, so that finding a
 * repeated one needs no set. The tree is bounded; it is thrown away between two messages when it is full.
 */

import type { FieldTypeOption } from '../../../options/option-values.ts';
import { KnownTexts } from '../../../wire/known-texts.ts';
import type { MessageEncoder } from '../../../wire/message-encoder.ts';
import { FIELD_HEAD_BYTES, FieldStart, VALUE_HEAD_BYTES } from '../../../wire/write/field-start.ts';
import { ONE_BYTE } from '../../../wire/write/length.ts';
import type { Effort } from '../effort.ts';
import { ROLE_APART, ROLE_TOO_LONG } from './field-roles.ts';

/** The full name of a field, the same object wherever the name comes from. */
export class FieldName {
  readonly text: string;
  /** Type and representation that an option asks for. */
  readonly fixed: FieldTypeOption | undefined;
  /** The number of the last message with this name. */
  message = 0;
  /** What a field of this name begins with. */
  readonly start: FieldStart;
  /** Whole fields of this name whose text comes again and again. */
  readonly texts = new KnownTexts();
  /** The same with a representation; most names have none. */
  #others: FieldStart[] | undefined;

  constructor(text: string, fixed: FieldTypeOption | undefined) {
    this.text = text;
    this.fixed = fixed;
    this.start = new FieldStart(text);
  }

  /**
   * Reports that {@link texts} did not have a text.
   *
   * @param encoder holds the field with that text from `at` to `end`
   */
  missed(encoder: MessageEncoder, at: number, end: number): void {
    const { start } = this;
    // With lengths of more than one byte the text would stand elsewhere.
    const isShort = start.smallValue >= 0 && end - at - FIELD_HEAD_BYTES <= ONE_BYTE;
    if (isShort) this.texts.missed(encoder.buffer, at, at + start.length + VALUE_HEAD_BYTES, end);
  }

  /** What a field of this name and a representation begins with. */
  startWith(representation: string | undefined): FieldStart {
    if (representation === undefined) return this.start;
    this.#others ??= [];
    let start = this.#others.find((other) => other.representation === representation);
    if (start === undefined) {
      start = new FieldStart(this.text, representation);
      this.#others.push(start);
    }
    return start;
  }
}

/** A place in records: a member's key below its parent. */
export class NameNode {
  readonly key: string;
  readonly name: FieldName;
  /** What the names below begin with. */
  readonly prefix: string;
  /** How many levels of members there are down to this one: 1 at the top. */
  readonly depth: number;
  /** What a member is besides being a field: bits of the mapping that made the tree, and those above. */
  readonly role: number;
  /** The node that came first below this one last time, and the one that did before. */
  first: NameNode | undefined = undefined;
  firstButOne: NameNode | undefined = undefined;
  /** The node that followed this one last time, and the one that did before. */
  next: NameNode | undefined = undefined;
  nextButOne: NameNode | undefined = undefined;
  children: Map<string, NameNode> | undefined = undefined;

  constructor(key: string, name: FieldName, place: Pick<NameNode, 'prefix' | 'depth' | 'role'>) {
    this.key = key;
    this.name = name;
    this.prefix = place.prefix;
    this.depth = place.depth;
    this.role = place.role;
  }
}

/** Nodes and names kept at most: names made from data (an id as a key, say) must not fill the memory. */
const MAX_KEPT = 4096;

/** Longer names are not kept. */
const MAX_KEPT_LENGTH = 128;

/** What a tree of names is made with. */
interface FieldNamesOptions {
  readonly separator: string;
  readonly fieldTypes: Readonly<Record<string, FieldTypeOption>>;
  /** Fields of one message at most. */
  readonly maxFields: number;
  /** Bytes of one message at most. */
  readonly maxMessageBytes: number;
}

/** The tree of names of one mapping, and the names taken in the message that is being written. */
export class FieldNames {
  /** Above all members of a record. Another one after the tree was thrown away. */
  root: NameNode;
  /** The number of the message that is being written. */
  message = 1;
  /** Fields that the record may still have. */
  room = 0;

  readonly #options: FieldNamesOptions;
  readonly #roles: ReadonlyMap<string, number>;
  readonly #effort: Effort;
  #names = new Map<string, FieldName>();
  #longNames = new Map<string, FieldName>();
  #nodes = 0;
  /** Whether something is to be forgotten before the next message. */
  #isUntidy = false;
  #reserved: FieldName[] = [];

  /**
   * @param roles what members at the top are besides being fields
   * @param effort counts the characters of names that are not kept
   */
  constructor(options: FieldNamesOptions, roles: ReadonlyMap<string, number>, effort: Effort) {
    this.#options = options;
    this.#roles = roles;
    this.#effort = effort;
    this.root = newRoot();
  }

  /** Names that are taken in each message from its beginning. */
  reserve(texts: readonly string[]): void {
    this.#reserved = texts.map((text) => this.name(text));
  }

  /** Starts a message: only the reserved names are taken. */
  begin(): void {
    this.room = this.#options.maxFields;
    this.message++;
    if (this.#isUntidy) this.#tidy();
    for (const name of this.#reserved) name.message = this.message;
  }

  /** Forgets long names, and everything if that is too much. */
  #tidy(): void {
    this.#isUntidy = false;
    this.#longNames = new Map(this.#reserved.filter(isLong).map((name) => [name.text, name]));
    if (this.#nodes <= MAX_KEPT && this.#names.size <= MAX_KEPT) return;
    this.root = newRoot();
    this.#names = new Map();
    this.#nodes = 0;
    this.reserve(this.#reserved.map((name) => name.text));
  }

  /** Whether the record has all the fields that it may have. */
  get isFull(): boolean {
    return this.room <= 0;
  }

  /** Lets the record have no more fields. */
  fill(): void {
    this.room = 0;
  }

  /** The node of a member. */
  child(parent: NameNode, key: string): NameNode {
    return parent.children?.get(key) ?? this.#addChild(parent, key);
  }

  #addChild(parent: NameNode, key: string): NameNode {
    const { separator, maxMessageBytes } = this.#options;
    const depth = parent.depth + 1;
    const length = parent.prefix.length + key.length;
    if (length > maxMessageBytes) {
      return new NameNode(key, NO_NAME, { prefix: '', depth, role: ROLE_TOO_LONG });
    }
    const text = parent.prefix + key;
    const name = this.name(text);
    const apart = name.fixed !== undefined || key === 'type' ? ROLE_APART : 0;
    const role = (parent === this.root ? this.roleOf(key) : 0) | apart;
    const node = new NameNode(key, name, { prefix: text + separator, depth, role });
    if (length > MAX_KEPT_LENGTH) {
      if (!this.#effort.spend(length)) this.fill();
    } else {
      if (++this.#nodes > MAX_KEPT) this.#isUntidy = true;
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
   * @param previous the node of the member before it, `parent` if it is the first
   */
  childAfter(parent: NameNode, previous: NameNode, key: string): NameNode {
    return previous === parent ? this.#firstChild(parent, key) : this.#nextChild(parent, previous, key);
  }

  #firstChild(parent: NameNode, key: string): NameNode {
    const { first, firstButOne } = parent;
    const isKnown = firstButOne !== undefined && firstButOne.key === key;
    const node = isKnown ? firstButOne : this.child(parent, key);
    if (isKept(node)) {
      parent.firstButOne = first;
      parent.first = node;
    }
    return node;
  }

  #nextChild(parent: NameNode, previous: NameNode, key: string): NameNode {
    const { next, nextButOne } = previous;
    const isKnown = nextButOne !== undefined && nextButOne.key === key;
    const node = isKnown ? nextButOne : this.child(parent, key);
    if (isKept(node)) {
      previous.nextButOne = next;
      previous.next = node;
    }
    return node;
  }

  /** The one object for a name. */
  name(text: string): FieldName {
    const kept = text.length <= MAX_KEPT_LENGTH ? this.#names : this.#longNames;
    let name = kept.get(text);
    if (name === undefined) {
      const { fieldTypes } = this.#options;
      name = new FieldName(text, Object.hasOwn(fieldTypes, text) ? fieldTypes[text] : undefined);
      kept.set(text, name);
      if (kept === this.#longNames || kept.size > MAX_KEPT) this.#isUntidy = true;
    }
    return name;
  }

  /** Takes the name of a place for a field of this message: another one if a field has it already. */
  take(node: NameNode): FieldName {
    this.room--;
    const { name } = node;
    if (name.message === this.message) return this.#takeOther(name.text);
    name.message = this.message;
    return name;
  }

  /** Takes a name for what is not a field of the record: another one if a field has it already. */
  takeText(text: string): FieldName {
    const name = this.name(text);
    if (name.message === this.message) return this.#takeOther(text);
    name.message = this.message;
    return name;
  }

  /** Takes the name that a repeated one becomes, with as many `_` appended as are needed. */
  #takeOther(text: string): FieldName {
    let other = this.name(`${text}_`);
    while (other.message === this.message) other = this.name(`${other.text}_`);
    other.message = this.message;
    return other;
  }

  /** All names taken in this message. */
  taken(): string[] {
    const names = [...this.#names.values(), ...this.#longNames.values()];
    return names.filter((name) => name.message === this.message).map((name) => name.text);
  }
}

function isKept(node: NameNode): boolean {
  return node.prefix.length <= MAX_KEPT_LENGTH && node.role !== ROLE_TOO_LONG;
}

function isLong(name: FieldName): boolean {
  return name.text.length > MAX_KEPT_LENGTH;
}

const NO_NAME = new FieldName('', undefined);

function newRoot(): NameNode {
  return new NameNode('', NO_NAME, { prefix: '', depth: 0, role: 0 });
}

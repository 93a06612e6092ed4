/**
 * The nodes of member names, which the transcoder asks for when it meets a member at a new place. They say what the member
 * becomes: see `memory-layout.ts`. The tree is bounded; it is thrown away between two lines when it is full.
 */

import {
  TAG_FIELDS,
  TAG_NAME,
  TAG_REPRESENTATION,
  TAG_VALUE_STRING,
  TAG_VALUE_TYPE,
  VALUE_STRING,
} from '../../../wire/tags.ts';
import type { MappingOptions } from '../../value/mapping-options.ts';
import type { LineKeys } from './line-keys.ts';
import {
  ACCEPT_BOOL,
  ACCEPT_DOUBLE,
  ACCEPT_INTEGER,
  ACCEPT_TEXT,
  BUFFER_TYPE,
  DEEP,
  DOUBLES,
  FIXED,
  HEAD,
  MAX_NODES,
  MESSAGE,
  NAME,
  NAMES_AT,
  NAMES_BYTES,
  NODE_ACCEPTS,
  NODE_FLAGS,
  NODE_HEAD_BITS,
  NODE_KEY,
  NODE_KEY_LENGTH,
  NODE_NAME_SEEN,
  NODE_PARENT,
  NODE_PREFIX,
  NODE_PREFIX_LENGTH,
  NODE_SEEN,
  NODE_TYPE_OFFSET,
  ROOT_AT,
  SERVICE,
  SHARED,
  SLOT_COUNT,
  SLOTS_AT,
  TYPE,
  UNCLEAR,
} from './transcoder/memory-layout.ts';
import { MemoryArea, type TranscoderMemory } from './transcoder/transcoder-memory.ts';

/** Bytes before a value at most, so that the length of a field with a number is one byte. */
const MAX_PREFIX_BYTES = 116;

/** What the option `fieldTypes` says of one field. */
type FieldTypeOption = MappingOptions['fieldTypes'][string];

/** What is known of an object that members stand in. */
interface Parent {
  /** What the names of its members begin with. */
  readonly prefix: string;
  /** Of its members; 1 at the top. */
  readonly depth: number;
  readonly isTop: boolean;
  /** Members at this depth or deeper become text if the object is in an error; undefined if it is in none. */
  readonly errorDepth: number | undefined;
}

/** A member, and the field that it becomes. */
interface NamedMember {
  readonly key: string;
  /** Of the field. */
  readonly name: string;
  readonly fixed: FieldTypeOption | undefined;
}

/** Where a name is used. */
interface NameUse {
  /** A node that has it. */
  readonly node: number;
  /** Where the number of the last line with it is; 0 if only one node has it. */
  seen: number;
}

/** Names that mean something. */
interface KnownNames {
  readonly keys: LineKeys;
  /** Keys of members that pino writes itself. */
  readonly headKeys: readonly string[];
  /** Names that every message has from its beginning. */
  readonly reserved: ReadonlySet<string>;
  /** Which heads have a member of a name, as bits; it grows. */
  readonly headBits: ReadonlyMap<string, number>;
}

/** Makes nodes. */
export class LineNames {
  readonly #memory: TranscoderMemory;
  readonly #options: MappingOptions;
  readonly #area: MemoryArea;
  readonly #roles: ReadonlyMap<string, number>;
  readonly #known: KnownNames;
  readonly #parents = new Map<number, Parent>();
  readonly #uses = new Map<string, NameUse>();
  #isFull = false;

  constructor(memory: TranscoderMemory, options: MappingOptions, names: KnownNames) {
    this.#memory = memory;
    this.#options = options;
    this.#area = new MemoryArea(memory, NAMES_AT, NAMES_BYTES);
    this.#roles = new Map([
      ...names.headKeys.map((key): [string, number] => [key, key === 'name' ? HEAD | NAME : HEAD]),
      ['service', SERVICE],
      ...(names.keys.type === undefined ? [] : [[names.keys.type, TYPE] as const]),
      [names.keys.message, MESSAGE],
    ]);
    this.#known = names;
    this.clear();
  }

  /** How many nodes there are. */
  get size(): number {
    return this.#parents.size;
  }

  /** Whether a node was refused because there are too many. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Forgets all nodes. */
  clear(): void {
    this.#isFull = false;
    this.#parents.clear();
    this.#uses.clear();
    this.#area.clear();
    this.#memory.bytes.fill(0, SLOTS_AT, SLOTS_AT + 4 * SLOT_COUNT);
    const root = this.#area.take(NODE_KEY);
    this.#parents.set(root, { prefix: '', depth: 1, isTop: true, errorDepth: undefined });
    this.#memory.setWord(ROOT_AT, root);
  }

  /**
   * Makes the node of a member.
   *
   * @param at where the key starts, `length` bytes as they are written in lines
   * @returns 0 if a line with such a member is not for the transcoder
   */
  readonly make = (parentAt: number, at: number, length: number): number => {
    const parent = this.#parents.get(parentAt);
    const key = parent === undefined ? undefined : this.#keyOf(at, length);
    if (parent === undefined || key === undefined) return 0;
    const text = parent.prefix + key;
    const fixed = Object.hasOwn(this.#options.fieldTypes, text) ? this.#options.fieldTypes[text] : undefined;
    const name = this.#unreserved(text);
    const prefix = prefixBytes(name, fixed?.representation);
    if (prefix === undefined) return 0;
    if (this.#parents.size > MAX_NODES || !this.#area.hasRoom(NODE_KEY + length + prefix.length, 3)) {
      this.#isFull = true;
      return 0;
    }
    const node = this.#area.take(NODE_KEY + length + 2);
    const memory = this.#memory;
    memory.bytes.copyWithin(node + NODE_KEY, at, at + length + 2);
    memory.setWord(node + NODE_PARENT, parentAt);
    memory.setWord(node + NODE_KEY_LENGTH, length + 2);
    memory.setWord(node + NODE_PREFIX, this.#area.put(prefix));
    memory.setWord(node + NODE_PREFIX_LENGTH, prefix.length);
    memory.setWord(node + NODE_TYPE_OFFSET, 5 + Buffer.byteLength(name));
    this.#describe(node, parent, { key, name, fixed });
    return node;
  };

  /** The key of a member, unless it is spelled in an unusual way or is sorted to the front. */
  #keyOf(at: number, length: number): string | undefined {
    const raw = this.#memory.bytes.toString('utf8', at, at + length);
    if (!raw.includes('\\')) return /^\d{1,10}$/.test(raw) ? undefined : raw;
    try {
      const key = JSON.parse(`"${raw}"`) as string;
      return JSON.stringify(key) === `"${raw}"` ? key : undefined;
    } catch {
      return undefined;
    }
  }

  #unreserved(text: string): string {
    let name = text;
    while (this.#known.reserved.has(name)) name += '_';
    return name;
  }

  #describe(node: number, parent: Parent, { key, name, fixed }: NamedMember): void {
    const { maxDepth, maxErrorDepth, numbers, separator } = this.#options;
    const { keys } = this.#known;
    const memory = this.#memory;
    const { depth, isTop } = parent;
    const isNested = isTop && key === keys.nested;
    const errorDepth = isTop && key === keys.error ? depth + maxErrorDepth : parent.errorDepth;
    let flags = isTop ? (this.#roles.get(key) ?? 0) : key === 'type' ? BUFFER_TYPE : 0;
    if (!isNested && depth >= maxDepth) flags |= DEEP;
    else if (errorDepth !== undefined && depth >= errorDepth) flags |= UNCLEAR;
    if (numbers === 'double' || fixed?.type === 'double') flags |= DOUBLES;
    if (fixed !== undefined) flags |= FIXED;
    const headBits =
      (isTop ? (this.#known.headBits.get(key) ?? 0) : 0) | (this.#known.headBits.get(name) ?? 0);
    if (headBits !== 0) flags |= HEAD;
    memory.setWord(node + NODE_HEAD_BITS, headBits);
    memory.setWord(node + NODE_ACCEPTS, fixed === undefined ? 0 : acceptedBy(fixed));
    memory.setWord(node + NODE_FLAGS, flags);
    this.#shareName(node, name);
    this.#parents.set(node, {
      prefix: isNested ? '' : `${parent.prefix}${key}${separator}`,
      depth: isNested ? depth : depth + 1,
      isTop: false,
      errorDepth,
    });
  }

  /** Has all nodes of one name note their lines at one place. */
  #shareName(node: number, name: string): void {
    const use = this.#uses.get(name);
    if (use === undefined) {
      this.#uses.set(name, { node, seen: 0 });
      return;
    }
    if (use.seen === 0) {
      use.seen = this.#area.take(4);
      // It may have been in this very line.
      this.#memory.setWord(use.seen, this.#memory.word(use.node + NODE_SEEN));
      this.#share(use.node, use.seen);
    }
    this.#share(node, use.seen);
  }

  #share(node: number, seen: number): void {
    this.#memory.setWord(node + NODE_FLAGS, this.#memory.word(node + NODE_FLAGS) | SHARED);
    this.#memory.setWord(node + NODE_NAME_SEEN, seen);
  }
}

/** What a field begins with: a text's, without the field's length. Undefined if it is too long. */
function prefixBytes(name: string, representation: string | undefined): Buffer | undefined {
  const nameBytes = Buffer.from(name);
  const representationBytes = Buffer.from(representation ?? '');
  const prefix = Buffer.concat([
    Buffer.of(TAG_FIELDS, 0, TAG_NAME, nameBytes.length),
    nameBytes,
    Buffer.of(TAG_VALUE_TYPE, VALUE_STRING),
    ...(representation === undefined
      ? []
      : [Buffer.of(TAG_REPRESENTATION, representationBytes.length), representationBytes]),
    Buffer.of(TAG_VALUE_STRING),
  ]);
  return prefix.length <= MAX_PREFIX_BYTES ? prefix : undefined;
}

const ACCEPTED = {
  string: ACCEPT_TEXT,
  integer: ACCEPT_INTEGER,
  double: ACCEPT_INTEGER | ACCEPT_DOUBLE,
  bool: ACCEPT_BOOL,
  bytes: 0,
};

/** Values that need not be converted to the type that an option asks for, integers to doubles excepted. */
function acceptedBy({ type }: FieldTypeOption): number {
  return type === undefined ? ACCEPT_TEXT | ACCEPT_INTEGER | ACCEPT_DOUBLE | ACCEPT_BOOL : ACCEPTED[type];
}

import type { Field, HekaMessage } from '../../message/heka-message.ts';
import {
  TAG_ENV_VERSION,
  TAG_FIELDS,
  TAG_HOSTNAME,
  TAG_LOGGER,
  TAG_PAYLOAD,
  TAG_PID,
  TAG_SEVERITY,
  TAG_TIMESTAMP,
  TAG_TYPE,
  TAG_UUID,
} from '../tags.ts';
import { MessageReader } from './message-reader.ts';
import { readField } from './read-field.ts';

const reader = new MessageReader();

/**
 * A message whose members are read when they are asked for, again each time (the fields once): for those who look at a
 * member or two and pass over the rest, as counting and matching do.
 *
 * The members are getters, absent ones give `undefined`: it serves wherever a message is read, but must not be copied,
 * spread or compared.
 */
export class MessageView implements Record<keyof HekaMessage, unknown> {
  readonly #buffer: Buffer;
  readonly #start: number;
  readonly #end: number;
  #fields: readonly Field[] | undefined;

  /** @param buffer holds a message from `start` to `end` that has passed {@link checkMessage}; it is not copied */
  constructor(buffer: Buffer, start: number, end: number) {
    this.#buffer = buffer;
    this.#start = start;
    this.#end = end;
  }

  get uuid(): Uint8Array {
    this.#find(TAG_UUID);
    return reader.bytes();
  }

  get timestamp(): bigint {
    this.#find(TAG_TIMESTAMP);
    return reader.int64();
  }

  get type(): string | undefined {
    return this.#text(TAG_TYPE);
  }

  get logger(): string | undefined {
    return this.#text(TAG_LOGGER);
  }

  get severity(): number | undefined {
    return this.#find(TAG_SEVERITY) ? reader.int32() : undefined;
  }

  get payload(): string | undefined {
    return this.#find(TAG_PAYLOAD) ? reader.text() : undefined;
  }

  get envVersion(): string | undefined {
    return this.#text(TAG_ENV_VERSION);
  }

  get pid(): number | undefined {
    return this.#find(TAG_PID) ? reader.int32() : undefined;
  }

  get hostname(): string | undefined {
    return this.#text(TAG_HOSTNAME);
  }

  get fields(): readonly Field[] {
    this.#fields ??= this.#readFields();
    return this.#fields;
  }

  #text(wanted: number): string | undefined {
    return this.#find(wanted) ? reader.name() : undefined;
  }

  /** Goes to the content of a member, to the last one if it occurs several times; false if it does not occur. */
  #find(wanted: number): boolean {
    let found = -1;
    reader.load(this.#buffer, this.#start);
    while (reader.at < this.#end) {
      const tag = reader.uint32();
      if (tag === wanted) found = reader.at;
      reader.skipValue(tag);
    }
    reader.at = found;
    return found >= 0;
  }

  #readFields(): readonly Field[] {
    const fields: Field[] = [];
    reader.load(this.#buffer, this.#start);
    while (reader.at < this.#end) {
      const tag = reader.uint32();
      if (tag === TAG_FIELDS) fields.push(readField(reader));
      else reader.skipValue(tag);
    }
    return fields;
  }
}

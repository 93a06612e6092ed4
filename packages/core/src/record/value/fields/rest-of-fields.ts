import { jsonText } from '../json-text.ts';
import type { ValueContext } from '../value-context.ts';

/** Members that a message has no room for as fields: the JSON text of an object with their full names. */
export class RestOfFields {
  readonly #context: ValueContext;
  #members = '';

  constructor(context: ValueContext) {
    this.#context = context;
  }

  /** Starts a message. */
  restart(): void {
    this.#members = '';
  }

  /** Whether there is anything. */
  get isEmpty(): boolean {
    return this.#members === '';
  }

  /** Whether the text is as long as a message. */
  get isFull(): boolean {
    return this.#members.length > this.#context.room;
  }

  /** The JSON text. */
  get text(): string {
    return `{${this.#members}}`;
  }

  /**
   * Adds a member, if there is room.
   *
   * @param prefix what its name begins with
   */
  add(prefix: string, key: string, value: unknown): void {
    if (this.isFull) return;
    const { room } = this.#context;
    const text = jsonText(value, key, room, this.#context);
    if (text === undefined) return;
    const name = prefix + key;
    const quoted = JSON.stringify(name.length > room ? name.slice(0, room + 1) : name);
    this.#members += `${this.isEmpty ? '' : ','}${quoted}:${text}`;
  }
}

import { FieldStart } from './field-start.ts';

/** Starts kept at most; names made from data (an id as a key, say) must not fill the memory. */
const MAX_STARTS = 2048;

/** Longer names are not kept. */
const MAX_KEPT_NAME = 128;

/** Finds or makes the start of a field by name and representation. Bounded. */
export class FieldStarts {
  #byName = new Map<string, FieldStart[]>();
  #size = 0;

  /** How many starts are kept. */
  get size(): number {
    return this.#size;
  }

  /** @returns the start, which stays valid */
  find(name: string, representation: string | undefined): FieldStart {
    const alike = this.#byName.get(name);
    const known = alike?.find((start) => start.representation === representation);
    return known ?? this.#add(new FieldStart(name, representation), alike);
  }

  #add(start: FieldStart, alike: FieldStart[] | undefined): FieldStart {
    const { name, representation = '' } = start;
    if (name.length + representation.length > MAX_KEPT_NAME) return start;
    if (this.#size >= MAX_STARTS) {
      this.#byName = new Map();
      this.#size = 0;
    }
    if (alike !== undefined && this.#size > 0) alike.push(start);
    else this.#byName.set(name, [start]);
    this.#size++;
    return start;
  }
}

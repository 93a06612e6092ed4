import { HekaError } from '../errors.ts';
import { describeValue } from './describe-value.ts';
import { nearestName } from './nearest-name.ts';
import { contradiction, unavailable, wrongOption, wrongSecret } from './option-error.ts';
import { parseSize } from './parse-size.ts';

/** Other names of an option, and the value where none of them is given. */
export interface OptionSpec<D> {
  readonly aliases?: readonly string[];
  readonly default?: D;
}

/** Limits of a number, both included. */
export interface RangeSpec<D> extends OptionSpec<D> {
  /** @default 0 */
  readonly min?: number;
  /** @default the largest safe integer (durations: 2^31-1) */
  readonly max?: number;
}

/** Other names of a section, and whether a value in its place may be a secret. */
export interface SectionSpec {
  readonly aliases?: readonly string[];
  /** True: a wrong value is never shown. @default false */
  readonly secret?: boolean;
}

/** An option that was given: the name the user wrote, with its section, and the value. */
export interface GivenOption {
  readonly name: string;
  readonly value: unknown;
}

/** Node turns a longer delay of `setTimeout` into 1 ms. */
export const maxDurationMs = 2 ** 31 - 1;

/**
 * Reads options out of an object that a user wrote.
 *
 * Each method reads one option under its name or one of its aliases, checks it, and throws a `HekaError` with
 * code `INVALID_OPTION` that names the option as the user wrote it, its value, and what is allowed. An absent
 * option (or one that is `undefined`) gives `default`. What was never asked for is unknown: {@link finish} tells.
 */
export class OptionReader {
  readonly #raw: Readonly<Record<string, unknown>>;
  readonly #scope: string;
  readonly #known = new Set<string>();
  readonly #sections: OptionReader[] = [];
  readonly #warnings: string[] = [];

  /**
   * @param raw the object that the user wrote; anything else throws
   * @param scope name of the section it is, as `hmac`; empty at the top
   */
  constructor(raw: unknown, scope = '') {
    if (!isPlainRecord(raw)) {
      if (scope !== '') throw wrongOption(scope, raw, 'an object');
      throw new HekaError('INVALID_OPTION', `the options are ${describeValue(raw)}, allowed: an object`);
    }
    this.#raw = raw;
    this.#scope = scope;
  }

  /** The option as it was written, or undefined. Throws if it is given under two names at once. */
  given(name: string, aliases: readonly string[] = []): GivenOption | undefined {
    let found: GivenOption | undefined;
    for (const candidate of [name, ...aliases]) {
      this.#known.add(candidate);
      const value = this.#own(candidate);
      if (value === undefined) continue;
      const option = { name: this.fullName(candidate), value };
      if (found !== undefined) throw contradiction(found.name, option.name, 'only one of them');
      found = option;
    }
    return found;
  }

  /** A text, never empty. */
  string<D extends string | undefined = undefined>(name: string, spec: OptionSpec<D> = {}): string | D {
    return this.read(name, spec, 'a text that is not empty', (value) =>
      typeof value === 'string' && value !== '' ? value : undefined,
    );
  }

  /** True or false. */
  boolean<D extends boolean | undefined = undefined>(name: string, spec: OptionSpec<D> = {}): boolean | D {
    return this.read(name, spec, 'true or false', (value) =>
      typeof value === 'boolean' ? value : undefined,
    );
  }

  /** A finite number within `min` and `max`. */
  number<D extends number | undefined = undefined>(name: string, spec: RangeSpec<D> = {}): number | D {
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = spec;
    return this.read(name, spec, `a number ${describeRange(min, max)}`, (value) =>
      typeof value === 'number' && value >= min && value <= max ? value : undefined,
    );
  }

  /** An integer within `min` and `max`. */
  integer<D extends number | undefined = undefined>(name: string, spec: RangeSpec<D> = {}): number | D {
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = spec;
    return this.read(name, spec, `an integer ${describeRange(min, max)}`, (value) =>
      isIntegerWithin(value, min, max) ? value : undefined,
    );
  }

  /** A port; its digits as text are taken too, since environment variables are texts. */
  port<D extends number | undefined = undefined>(name: string, spec: OptionSpec<D> = {}): number | D {
    return this.read(name, spec, 'an integer from 1 to 65535', (value) => {
      const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
      return isIntegerWithin(port, 1, 65_535) ? port : undefined;
    });
  }

  /** Milliseconds within `min` and `max`, never more than a timer can wait. */
  duration<D extends number | undefined = undefined>(name: string, spec: RangeSpec<D> = {}): number | D {
    const { min = 0, max = maxDurationMs } = spec;
    return this.read(name, spec, `milliseconds, an integer ${describeRange(min, max)}`, (value) =>
      isIntegerWithin(value, min, max) ? value : undefined,
    );
  }

  /** Bytes within `min` and `max`: an integer, or a text such as `'16mb'`. */
  size<D extends number | undefined = undefined>(name: string, spec: RangeSpec<D> = {}): number | D {
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = spec;
    const allowed = `bytes ${describeRange(min, max)}, an integer or a text such as "16mb"`;
    return this.read(name, spec, allowed, (value) => {
      const bytes = parseSize(value);
      return isIntegerWithin(bytes, min, max) ? bytes : undefined;
    });
  }

  /** One of a few words. */
  choice<const C extends string, D extends C | undefined = undefined>(
    name: string,
    choices: readonly C[],
    spec: OptionSpec<D> = {},
  ): C | D {
    return this.read(name, spec, listChoices(choices), (value) => choices.find((choice) => choice === value));
  }

  /** An object whose members are data (names are the user's own), not options. */
  object<D extends Readonly<Record<string, unknown>> | undefined = undefined>(
    name: string,
    spec: OptionSpec<D> = {},
  ): Readonly<Record<string, unknown>> | D {
    return this.read(name, spec, 'an object', (value) => (isPlainRecord(value) ? value : undefined));
  }

  /** A section: an object whose members are options. Its unknown members are told by {@link finish} of this reader. */
  nested(name: string, spec: SectionSpec = {}): OptionReader | undefined {
    const option = this.given(name, spec.aliases);
    if (option === undefined) return undefined;
    if (spec.secret === true && !isPlainRecord(option.value)) throw wrongSecret(option.name, 'an object');
    const section = new OptionReader(option.value, option.name);
    this.#sections.push(section);
    return section;
  }

  /**
   * An option of a kind that this class does not have.
   *
   * @param parse gives the checked value, or undefined where the value is wrong
   */
  read<T, D = undefined>(
    name: string,
    spec: OptionSpec<D>,
    allowed: string,
    parse: (value: unknown) => T | undefined,
  ): T | D {
    const option = this.given(name, spec.aliases);
    // An absent default is undefined, which is what D is then.
    if (option === undefined) return spec.default as D;
    const parsed = parse(option.value);
    if (parsed === undefined) throw wrongOption(option.name, option.value, allowed);
    return parsed;
  }

  /** Throws for options that are planned and absent: ignoring one in silence would be worse than refusing it. */
  refusePlanned(...names: readonly string[]): void {
    for (const name of names) {
      if (this.#own(name) !== undefined) throw unavailable(`"${this.fullName(name)}"`);
    }
  }

  /** The name of an option as messages show it: `hmac.key`. */
  fullName(name: string): string {
    return this.#scope === '' ? name : `${this.#scope}.${name}`;
  }

  /** The error for an option that must be given and is not. */
  missing(name: string): HekaError {
    return new HekaError('INVALID_OPTION', `option "${this.fullName(name)}" is missing`);
  }

  /** Adds a warning: an option that is taken, with a consequence that its user should know. */
  warn(text: string): void {
    this.#warnings.push(text);
  }

  /**
   * Ends the reading: all warnings, those for unknown options included, one for each name.
   *
   * @param alsoKnown options that somebody else reads (winston's `level`, say)
   */
  finish(alsoKnown: readonly string[] = []): readonly string[] {
    const known = new Set([...this.#known, ...alsoKnown]);
    const unknown = Object.keys(this.#raw).filter(
      (name) => !known.has(name) && this.#raw[name] !== undefined,
    );
    const texts = unknown.map((name) => this.#describeUnknown(name, known));
    return [...this.#warnings, ...texts, ...this.#sections.flatMap((section) => section.finish())];
  }

  /** Own members only: what `Object.prototype` has been given is nobody's option. */
  #own(name: string): unknown {
    return Object.hasOwn(this.#raw, name) ? this.#raw[name] : undefined;
  }

  #describeUnknown(name: string, known: Iterable<string>): string {
    const text = `option ${describeValue(this.fullName(name))} is not known`;
    const nearest = nearestName(name, known);
    return nearest === undefined ? text : `${text}, did you mean "${this.fullName(nearest)}"`;
  }
}

function isPlainRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

function isIntegerWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

function listChoices(choices: readonly string[]): string {
  const quoted = choices.map((choice) => `"${choice}"`);
  const last = quoted.pop();
  return quoted.length === 0 ? `${last}` : `${quoted.join(', ')} or ${last}`;
}

function describeRange(min: number, max: number): string {
  return max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
}

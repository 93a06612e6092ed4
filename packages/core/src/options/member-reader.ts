import { HekaError } from '../errors.ts';
import { describeValue } from './describe-value.ts';
import { isRecord } from './kinds.ts';
import { suggestedNames } from './nearest-name.ts';
import { missingOption, wrongOption } from './option-error.ts';
import type { OptionKind } from './option-kind.ts';
import { ADDED_BY_PINO } from './table/foreign-names.ts';

/** An option that was given: the name the user wrote, with its section, and the value. */
export interface GivenOption {
  readonly name: string;
  readonly value: unknown;
}

const NO_HINTS: ReadonlyMap<string, string> = new Map();

/**
 * Reads the members of one object that a user wrote: the options themselves, or a section of them.
 *
 * Only own members count: what a dependency adds to `Object.prototype` is nobody's option. A member that is `undefined`,
 * `null` or an empty text counts as not given: other transports have such defaults, and so has a configuration whose
 * environment variable is not set. What was never asked for is unknown: {@link unknown} lists it.
 */
export class MemberReader {
  readonly #raw: Readonly<Record<string, unknown>>;
  readonly #nameOf: (name: string) => string;
  readonly #known = new Set<string>();

  /**
   * @param raw the object that the user wrote
   * @param scope name of the section it is, as `hmac`; empty at the top
   * @param nameOf what messages call a member, by default `hmac.key`
   * @throws HekaError INVALID_OPTION if it is not an object
   */
  constructor(
    raw: unknown,
    scope = '',
    nameOf = (name: string): string => (scope === '' ? name : `${scope}.${name}`),
  ) {
    if (!isRecord(raw)) {
      if (scope !== '') throw wrongOption(scope, raw, 'an object');
      throw new HekaError('INVALID_OPTION', `the options are ${describeValue(raw)}, allowed: an object`);
    }
    this.#raw = raw;
    this.#nameOf = nameOf;
  }

  /** Whether a member is given; asking does not make its name known. */
  has(name: string): boolean {
    return this.#own(name) !== undefined;
  }

  /** The member as it was written, or undefined. */
  given(name: string): GivenOption | undefined {
    this.#known.add(name);
    const value = this.#own(name);
    return value === undefined ? undefined : { name: this.fullName(name), value };
  }

  /**
   * The checked value of a member, or undefined if it is not given.
   *
   * @throws HekaError INVALID_OPTION
   */
  read<Value>(name: string, kind: OptionKind<unknown, Value>): Value | undefined;
  read<Value>(name: string, kind: OptionKind<unknown, Value>, fallback: Value): Value;
  read<Value>(name: string, kind: OptionKind<unknown, Value>, fallback?: Value): Value | undefined {
    const option = this.given(name);
    return option === undefined ? fallback : checkOption(option, kind);
  }

  /** The checked value of a member that must be given. */
  require<Value>(name: string, kind: OptionKind<unknown, Value>): Value {
    const value = this.read(name, kind);
    if (value === undefined) throw this.missing(name);
    return value;
  }

  /** The name of a member as messages show it: `hmac.key`. */
  fullName(name: string): string {
    return this.#nameOf(name);
  }

  /** The error for a member that must be given and is not. */
  missing(name: string): HekaError {
    return missingOption(this.fullName(name));
  }

  /**
   * Throws for the first member that nobody asked for.
   *
   * @param showValue false: it may be a secret
   */
  refuseUnknown(showValue = true): void {
    for (const name of Object.keys(this.#raw)) {
      if (this.#known.has(name) || !this.has(name)) continue;
      const value = showValue ? `; its value is ${describeValue(this.#raw[name])}` : '';
      throw new HekaError('INVALID_OPTION', this.#describeUnknown(name, this.#known) + value);
    }
  }

  /**
   * One line for each member that nobody asked for, with the name that it most likely stands for.
   *
   * @param otherNames members that somebody else reads (winston's `level`, say)
   * @param elsewhere names of members of sections, `queue.maxBytes`, one of which may be meant
   * @param hints what to say about a name that is somebody else's, in the place of a guess
   */
  unknown(
    otherNames: readonly string[] = [],
    elsewhere: readonly string[] = [],
    hints: ReadonlyMap<string, string> = NO_HINTS,
  ): readonly string[] {
    const known = new Set([...this.#known, ...otherNames]);
    return Object.keys(this.#raw)
      .filter((name) => !known.has(name) && this.has(name))
      .map((name) => {
        const hint = hints.get(name);
        return hint === undefined
          ? this.#describeUnknown(name, known, elsewhere)
          : `unknown option "${name}"; ${hint}`;
      });
  }

  /** A member that was written down with nothing in it. */
  blank(name: string): GivenOption | undefined {
    if (!Object.hasOwn(this.#raw, name) || this.has(name)) return undefined;
    return { name: this.fullName(name), value: this.#raw[name] };
  }

  #own(name: string): unknown {
    const value = Object.hasOwn(this.#raw, name) ? this.#read(name) : undefined;
    return value === null || value === '' ? undefined : value;
  }

  #read(name: string): unknown {
    try {
      return this.#raw[name];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new HekaError(
        'INVALID_OPTION',
        `option "${this.fullName(name)}" throws when it is read: ${reason}`,
        error,
      );
    }
  }

  #describeUnknown(name: string, known: ReadonlySet<string>, elsewhere: readonly string[] = []): string {
    const text = `unknown option ${describeValue(this.fullName(name))}`;
    const [section = '', ...path] = name.split('.');
    // The right name, but as a path: members of a section are given in an object.
    if (elsewhere.includes(name)) return `${text}; write ${section}: { ${path.join('.')}: ... }`;
    const suggestible = [...known].filter((each) => !ADDED_BY_PINO.includes(each));
    const names = suggestedNames(name, suggestible, elsewhere).map(
      (each) => `"${known.has(each) ? this.fullName(each) : each}"`,
    );
    const last = names.pop();
    if (last === undefined) return text;
    return `${text}; did you mean ${names.length === 0 ? last : `${names.join(', ')} or ${last}`}?`;
  }
}

/** The value of an option after its check. @throws HekaError INVALID_OPTION */
export function checkOption<Value>(option: GivenOption, kind: OptionKind<unknown, Value>): Value {
  const value = kind.parse(option.value);
  if (value === undefined) throw wrongOption(option.name, option.value, kind.allowed);
  return value;
}

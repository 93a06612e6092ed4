import type { HekaError } from '../errors.ts';
import { describeValue } from './describe-value.ts';
import { isRecord } from './kinds.ts';
import { checkOption, type GivenOption, MemberReader } from './member-reader.ts';
import {
  contradiction,
  emptyOption,
  missingOption,
  unavailable,
  wrongOption,
  wrongSecret,
} from './option-error.ts';
import type { OptionKind, OptionRow } from './option-kind.ts';
import { OPTION_ROWS } from './option-rows.ts';
import type { CheckedOptionName, OptionName, OptionValue } from './option-types.ts';
import { parseText } from './parse-text.ts';
import { FOREIGN_NAMES } from './table/foreign-names.ts';
import { PLANNED_OPTIONS, type PlannedOption } from './table/planned-options.ts';

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the options that a user wrote, by the table of options.
 *
 * Each layer reads the options that it uses: {@link get} for those that the table checks by itself, {@link given} or
 * {@link parse} for those whose check is the layer's own. A wrong value throws a `HekaError` with code
 * `INVALID_OPTION` that names the option as the user wrote it, the value, and what is allowed. What was never asked
 * for is unknown: {@link finish} lists it.
 */
export class OptionReader {
  readonly #top: MemberReader;
  readonly #sections = new Map<string, MemberReader>();
  readonly #warnings: string[] = [];

  readonly #env: Environment;

  /**
   * @param raw the options that the user wrote
   * @param env where the variables of the table are looked up; nowhere by default
   * @throws HekaError INVALID_OPTION if `raw` is not an object
   */
  constructor(raw: unknown, env: Environment = {}) {
    this.#top = new MemberReader(raw);
    this.#env = env;
  }

  /** The option as it was written, or undefined. Throws if it is given under two names at once. */
  given(name: OptionName): GivenOption | undefined {
    const names = [name, ...(rowOf(name).aliases ?? [])];
    const [first, second] = names.flatMap((each) => this.#find(each) ?? []);
    if (first !== undefined && second !== undefined) {
      throw contradiction(first.name, second.name);
    }
    return first;
  }

  /** The value of an option that the table checks, or its default. Throws if it is required and not given. */
  get<N extends CheckedOptionName>(name: N): OptionValue<N> {
    const row = rowOf(name);
    const kind = row.kind as OptionKind<unknown, OptionValue<N>>;
    const option = this.given(name) ?? { name, value: row.default };
    if (option.value !== undefined) return checkOption(option, kind);
    if (row.required === true) throw this.missing(name);
    // An option with neither default nor need: its type has undefined in it.
    return undefined as OptionValue<N>;
  }

  /**
   * The value of an option whose check is the caller's.
   *
   * @param parse gives the checked value, or undefined if the value is not allowed
   */
  parse<T>(name: OptionName, parse: (value: unknown) => T | undefined): T | undefined {
    const option = this.given(name);
    return option === undefined ? undefined : checkOption(option, { ...rowOf(name).kind, parse });
  }

  /** What the environment says in the place of an option, named by its variable; an empty variable says nothing. */
  variable(name: OptionName): GivenOption | undefined {
    const { variable, kind } = rowOf(name);
    const text = variable === undefined ? undefined : this.#env[variable];
    if (variable === undefined || text === undefined || text === '') return undefined;
    return { name: variable, value: parseText(kind.switch, text) };
  }

  /** As {@link get}, but what the environment says in the place of the option. */
  getVariable<N extends CheckedOptionName>(name: N): OptionValue<N> | undefined {
    const option = this.variable(name);
    const kind = rowOf(name).kind as OptionKind<unknown, OptionValue<N>>;
    return option === undefined ? undefined : checkOption(option, kind);
  }

  /** The error for a wrong value of an option; the value of a secret is not shown. */
  wrong(name: OptionName, option: GivenOption): HekaError {
    const { secret, kind } = rowOf(name);
    return secret === true
      ? wrongSecret(option.name, kind.allowed)
      : wrongOption(option.name, option.value, kind.allowed);
  }

  /** The error for a required member of a section that is not given, or is an empty text; the section has the name that the user wrote. */
  missing(name: OptionName): HekaError {
    const [section, member] = splitName(name);
    if (member === undefined) return missingOption(name);
    const fullName = `${this.given(section as OptionName)?.name ?? section}.${member}`;
    const isEmpty = this.#section(section as OptionName)?.blank(member)?.value === '';
    return isEmpty ? emptyOption(fullName, rowOf(name).kind.allowed) : missingOption(fullName);
  }

  /** The first name of an option that is written down with nothing in it: undefined, null or an empty text. */
  blank(name: OptionName): GivenOption | undefined {
    const names = [name, ...(rowOf(name).aliases ?? [])];
    return names.flatMap((each) => this.#top.blank(each) ?? [])[0];
  }

  /** Throws if one of these options, or the value that it has, is planned and absent. */
  refusePlanned(...names: readonly (keyof typeof PLANNED_OPTIONS)[]): void {
    for (const name of names) {
      if (!this.#top.has(name)) continue;
      const { off, values }: PlannedOption = PLANNED_OPTIONS[name];
      const option = this.#top.given(name);
      if (option === undefined || option.value === off) continue;
      if (values === undefined) throw unavailable(`"${name}"`);
      const value = describeValue(option.value);
      if (values.includes(option.value))
        throw unavailable(`"${name}" with the value ${value}`, describeValue(off));
      throw wrongOption(name, option.value, describeValue(off));
    }
  }

  /** Adds a warning: an option that is taken, with a consequence that its user should know. */
  warn(text: string): void {
    this.#warnings.push(text);
  }

  /**
   * Ends the reading: all warnings, those for unknown options included, one for each name.
   *
   * @param otherNames options that somebody else reads (winston's `level`, say)
   */
  finish(otherNames: readonly string[] = []): readonly string[] {
    const unknown = [...this.#sections.values()].flatMap((section) => section.unknown());
    return [...this.#warnings, ...this.#top.unknown(otherNames, SECTION_MEMBERS, FOREIGN_NAMES), ...unknown];
  }

  #find(name: string): GivenOption | undefined {
    const [first, member] = splitName(name);
    return member === undefined ? this.#top.given(first) : this.#section(first as OptionName)?.given(member);
  }

  #section(name: OptionName): MemberReader | undefined {
    const known = this.#sections.get(name);
    const option = known === undefined ? this.given(name) : undefined;
    if (option === undefined) return known;
    if (!isRecord(option.value)) throw this.wrong(name, option);
    const section = new MemberReader(option.value, option.name);
    this.#sections.set(name, section);
    return section;
  }
}

/** Names of options that are members of another one. */
const SECTION_MEMBERS = Object.keys(OPTION_ROWS).filter((name) => name.includes('.'));

/** The rows have different shapes in the table; here each is an {@link OptionRow}. */
function rowOf(name: OptionName): OptionRow {
  return OPTION_ROWS[name] as OptionRow;
}

/** `queue.maxBytes` to `queue` and `maxBytes`. */
function splitName(name: string): [first: string, member: string | undefined] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
}

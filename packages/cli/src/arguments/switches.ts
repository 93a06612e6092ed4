import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearestName } from 'heka-core';
import { UsageError } from '../usage-error.ts';

/** One switch: how it is parsed, and what `--help` says about it. */
export interface Switch {
  /** What follows the switch, in capitals. Absent if nothing does. */
  readonly value?: string;
  /** One letter that stands for it. */
  readonly short?: string;
  /** True if it may be given several times. */
  readonly isMultiple?: boolean;
  /** What it does. Line breaks are kept, long lines are wrapped. */
  readonly help: string;
}

/** Switches by name, without the dashes. */
export type Switches = Readonly<Record<string, Switch>>;

/** The values of switches that were given. */
export type SwitchValues<S extends Switches> = {
  readonly [N in keyof S]?: SwitchValue<S[N]> | undefined;
};

type SwitchValue<S extends Switch> = S extends { readonly value: string }
  ? S extends { readonly isMultiple: true }
    ? readonly string[]
    : string
  : boolean;

/** A command line, taken apart. */
interface Parsed<S extends Switches> {
  readonly values: SwitchValues<S>;
  readonly positionals: readonly string[];
}

/**
 * Takes a command line apart.
 *
 * @param hints what to write instead of a switch that people expect but that does not exist, by its name
 * @throws UsageError for a switch that does not exist (it names the nearest one that does), that lacks its value, or
 *   that takes one value and was given twice
 */
export function parseSwitches<const S extends Switches>(
  given: readonly string[],
  switches: S,
  hints: Readonly<Record<string, string>> = {},
): Parsed<S> {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, { value, short, isMultiple = false }] of Object.entries(switches)) {
    options[name] = {
      type: value === undefined ? 'boolean' : 'string',
      multiple: isMultiple,
      ...(short !== undefined && { short }),
    };
  }
  const args = joinNegativeNumbers(given, switches);
  refuseSingleDashes(args, switches, hints);
  let parsed: ReturnType<typeof parseTokens>;
  try {
    parsed = parseTokens(args, options);
  } catch (error) {
    throw usageError(error as Error, switches, hints);
  }
  const { values, positionals, tokens } = parsed;
  refuseRepeated(tokens, switches);
  // The types of the values are those that the table has asked for.
  return { values: values as unknown as SwitchValues<S>, positionals };
}

function parseTokens(args: readonly string[], options: NonNullable<ParseArgsConfig['options']>) {
  return parseArgs({ args: [...args], options, strict: true, allowPositionals: true, tokens: true });
}

/** `--timeout -5` to `--timeout=-5`: the check of the value says what is allowed. */
function joinNegativeNumbers(args: readonly string[], switches: Switches): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const last = joined.at(-1);
    const takesValue = last?.startsWith('--') === true && switches[last.slice(2)]?.value !== undefined;
    if (takesValue && /^-\d/.test(arg)) joined[joined.length - 1] = `${last}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

/** `-tcp` would be taken apart into `-t -c -p`, and `-output` into `-o utput`. @throws UsageError */
function refuseSingleDashes(
  args: readonly string[],
  switches: Switches,
  hints: Readonly<Record<string, string>>,
): void {
  const shorts = new Set(Object.values(switches).map(({ short }) => short));
  const end = args.indexOf('--');
  for (const arg of end < 0 ? args : args.slice(0, end)) {
    const [, name = '', first] = /^-((\w)[\w-]+)(?:=|$)/.exec(arg) ?? [];
    if (name === '' || (shorts.has(first) && !Object.hasOwn(switches, name))) continue;
    throw new UsageError(describeUnknown(`-${name}`, name, switches, hints));
  }
}

/** @throws UsageError for a switch that takes one value and was given several */
function refuseRepeated(tokens: ReturnType<typeof parseTokens>['tokens'], switches: Switches): void {
  const given = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind !== 'option' || token.value === undefined) continue;
    const { name, value } = token;
    const earlier = given.get(name);
    given.set(name, value);
    if (earlier === undefined || switches[name]?.isMultiple === true) continue;
    throw new UsageError(
      `--${name} may be given only once, but was given ${JSON.stringify(earlier)} and ${JSON.stringify(value)}`,
    );
  }
}

function usageError(
  { message }: Error,
  switches: Switches,
  hints: Readonly<Record<string, string>>,
): UsageError {
  const [, given = '', unknown] = /^Unknown option '(-+([^']*))'/.exec(message) ?? [];
  if (unknown !== undefined) return new UsageError(describeUnknown(given, unknown, switches, hints));
  const [, name = ''] = /^Option '(?:-\w, )?--([\w-]+)/.exec(message) ?? [];
  const placeholder = switches[name]?.value;
  return new UsageError(
    placeholder === undefined
      ? `--${name} takes no value`
      : `--${name} needs a value: --${name} ${placeholder}`,
  );
}

function describeUnknown(
  given: string,
  name: string,
  switches: Switches,
  hints: Readonly<Record<string, string>>,
): string {
  const text = `unknown switch ${JSON.stringify(given)}`;
  const hint = hints[name];
  if (hint !== undefined) return `${text}: ${hint}`;
  const names = Object.keys(switches);
  const nearest = names.includes(name) ? name : nearestName(name, names);
  return nearest === undefined ? text : `${text}, did you mean --${nearest}?`;
}

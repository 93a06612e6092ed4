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
 * @param hints what to write instead of a switch that people expect and that does not exist, by its name
 * @throws UsageError for a switch that does not exist, with the nearest one that does, or that lacks its value
 */
export function parseSwitches<const S extends Switches>(
  args: readonly string[],
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
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      strict: true,
      allowPositionals: true,
    });
    // The types of the values are those that the table has asked for.
    return { values: values as unknown as SwitchValues<S>, positionals };
  } catch (error) {
    throw usageError(error as Error, switches, hints);
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
  const nearest = nearestName(name, Object.keys(switches));
  return nearest === undefined ? text : `${text}, did you mean --${nearest}?`;
}

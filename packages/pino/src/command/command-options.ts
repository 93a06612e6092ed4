import { readFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import {
  describeValue,
  type HekaOptions,
  nearestName,
  OPTION_ROWS,
  parseText,
  reasonOf,
  suggestedNames,
} from 'heka-core';
import {
  COMMAND_SWITCHES,
  kebab,
  LONG_SHORT_SWITCHES,
  SHORT_SWITCHES,
  SWITCHES,
  type Switch,
} from './switches.ts';

/** What the command was asked for. */
export interface Command {
  readonly options: HekaOptions;
  /** Also write what is read to standard output. */
  readonly echo: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

type Settings = Record<string, unknown>;

/** What people expect to be switches, as `heka listen` has them. */
const TRANSPORTS: readonly string[] = ['tcp', 'udp'];

/** Values as an error shows them. */
const JSON_EXAMPLES: Readonly<Record<string, string>> = {
  redact: '["password"]',
  fields: '{"dc":"north"}',
  tls: '{"ca":"/etc/ssl/heka.pem"}',
};

/**
 * Reads the command line. A switch wins over the same option in the `--settings` file, whatever name it has there.
 *
 * @throws Error if a switch is unknown, has no value, or its JSON or the settings file cannot be read
 */
export function parseCommand(args: readonly string[]): Command {
  const values = parse(args);
  const { echo, ...options } = typeof values['settings'] === 'string' ? readSettings(values['settings']) : {};
  for (const each of SWITCHES) {
    const value = values[each.name];
    if (value === undefined || Array.isArray(value)) continue;
    // The forms of a key share its name: each is a member of it.
    for (const name of each.names) remove(options, name.split('.'));
    assign(options, each.path.split('.'), typeof value === 'boolean' ? value : convert(each, value));
  }
  return {
    options,
    echo: (values['echo'] ?? echo) === true,
    help: values['help'] === true,
    version: values['version'] === true,
  };
}

function parse(args: readonly string[]): ReturnType<typeof parseArgs>['values'] {
  try {
    refuseSingleDashes(args);
    const options = declarations();
    const { values, tokens } = parseArgs({
      args: args.map(plainSwitch),
      options,
      allowNegative: true,
      strict: true,
      tokens: true,
    });
    refuseRepeated(tokens);
    return values;
  } catch (error) {
    throw new Error(`${describeRefusal(error as NodeJS.ErrnoException)}; --help lists the switches`, {
      cause: error,
    });
  }
}

/** `-url` would be taken apart into `-u rl`. */
function refuseSingleDashes(args: readonly string[]): void {
  for (const arg of args) {
    const name = /^-(\w[\w.-]+)(?:=|$)/.exec(arg)?.[1];
    if (name === undefined || LONG_SHORT_SWITCHES.has(arg)) continue;
    const meant = TRANSPORTS.includes(name) ? `mode ${name}` : meantByWord(kebab(name));
    if (meant !== undefined) throw new Error(`Unknown option '-${name}', did you mean '--${meant}'`);
  }
}

/** What a word after one dash stands for: `-ahost` is a switch with its value, and no misspelling of `--host`. */
function meantByWord(word: string): string | undefined {
  const nearest = switchNames().includes(word) ? word : nearestName(word, switchNames());
  return nearest?.charAt(0) === word.charAt(0) ? nearest : undefined;
}

/** A value that another one replaces would be lost in silence. */
function refuseRepeated(
  tokens: readonly { readonly kind: string; readonly name?: string; readonly value?: unknown }[],
): void {
  const given = new Set<string>();
  for (const { kind, name, value } of tokens) {
    if (kind !== 'option' || name === undefined || value === undefined) continue;
    if (given.has(name)) throw new Error(`Option '--${name}' is given twice, and takes one value`);
    given.add(name);
  }
}

function switchNames(): string[] {
  return [...Object.keys(COMMAND_SWITCHES), ...SWITCHES.map(({ name }) => name)];
}

function declarations(): NonNullable<ParseArgsConfig['options']> {
  const shorts = new Map(Object.entries(SHORT_SWITCHES).map(([short, name]) => [name, short]));
  const options: NonNullable<ParseArgsConfig['options']> = { ...COMMAND_SWITCHES };
  for (const { name, kind } of SWITCHES) {
    const short = shorts.get(name);
    options[name] = {
      type: kind === 'flag' ? 'boolean' : 'string',
      ...(short !== undefined && { short }),
    };
  }
  return options;
}

/** The rest of Node's text is advice on positional arguments, which does not help here. */
function describeRefusal({ code, message }: NodeJS.ErrnoException): string {
  const [reason = ''] = message.split(/\. |\.?\n/);
  const [, valued] = /^Option '(?:-\w, )?(--[\w.-]+).* argument (?:missing|is ambiguous)/.exec(reason) ?? [];
  if (valued !== undefined) {
    const isMissing = reason.endsWith('missing');
    const advice = isMissing ? '' : `; one that begins with a dash is written ${valued}=VALUE`;
    return `Option '${valued}' needs a value${advice}`;
  }
  const unknown = /^Unknown option '(--?)(?:no-)?([^']*)'/.exec(reason);
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION' || unknown === null) return reason;
  const [, , name = ''] = unknown;
  const nearest = nearestName(name, switchNames());
  const paths = SWITCHES.map(({ path }) => path);
  const names = nearest === undefined ? suggestedNames(name, [], paths).map(kebab) : [nearest];
  return names.length === 0
    ? reason
    : `${reason}, did you mean ${names.map((each) => `'--${each}'`).join(' or ')}`;
}

function readSettings(path: string): Settings {
  const text = readText(path).replace(/^\uFEFF/, '');
  let settings: unknown;
  try {
    settings = JSON.parse(text);
  } catch (error) {
    throw new Error(`settings file ${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw new Error(`settings file ${path} does not hold a JSON object`);
  }
  return { ...settings };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`cannot read settings file ${path}: ${reasonOf(error, { ENOENT: 'no such file' })}`, {
      cause: error,
    });
  }
}

function convert({ name, kind, path }: Switch, text: string): unknown {
  try {
    return parseText(kind, text);
  } catch (error) {
    const example = JSON_EXAMPLES[path];
    const allowed = `JSON${example === undefined ? '' : ` such as '${example}'`} (${OPTION_ROWS[path]?.kind.allowed})`;
    throw new Error(`--${name} is ${describeValue(text)}, allowed: ${allowed}`, { cause: error });
  }
}

function assign(target: Settings, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const inner = target[name];
  const members: Settings = typeof inner === 'object' && inner !== null ? { ...inner } : {};
  target[name] = members;
  assign(members, rest, value);
}

function remove(target: Settings, path: readonly string[]): void {
  const [name = '', ...rest] = path;
  const inner = target[name];
  if (rest.length === 0) {
    delete target[name];
  } else if (typeof inner === 'object' && inner !== null) {
    const members: Settings = { ...inner };
    target[name] = members;
    remove(members, rest);
  }
}

/** `--queue.maxBytes=1mb` to `--queue.max-bytes=1mb`; the value stays as it is. */
function plainSwitch(argument: string): string {
  const long = LONG_SHORT_SWITCHES.get(argument);
  if (long !== undefined || !argument.startsWith('--')) return long ?? argument;
  const equals = argument.indexOf('=');
  return equals < 0 ? kebab(argument) : kebab(argument.slice(0, equals)) + argument.slice(equals);
}

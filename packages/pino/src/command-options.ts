/**
 * The options of the command. Each option of heka-core has a switch of the same name, in kebab-case or as it is
 * written in JavaScript; members of an option that is an object follow a dot: `--queue.max-bytes 64mb`.
 */

import { readFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { HekaOptions } from 'heka-core';

/** What the text of a switch becomes. `size` is a number or a text like `16mb`. */
type ValueKind = 'text' | 'number' | 'size' | 'boolean' | 'json';

const SWITCHES: Readonly<Record<string, ValueKind>> = {
  url: 'text',
  mode: 'text',
  host: 'text',
  port: 'number',
  path: 'text',
  family: 'number',
  keepAlive: 'boolean',
  localAddress: 'text',
  tls: 'json',
  ca: 'text',
  cert: 'text',
  key: 'text',
  passphrase: 'text',
  servername: 'text',
  secure: 'boolean',
  noverify: 'boolean',
  'hmac.signer': 'text',
  'hmac.keyVersion': 'number',
  'hmac.key': 'text',
  'hmac.key.file': 'text',
  'hmac.key.env': 'text',
  'hmac.hashFunction': 'text',
  reconnect: 'boolean',
  reconnectTries: 'number',
  'backoffStrategy.name': 'text',
  'backoffStrategy.initialDelay': 'number',
  'backoffStrategy.maxDelay': 'number',
  'backoffStrategy.factor': 'number',
  'backoffStrategy.randomisationFactor': 'number',
  connectTimeout: 'number',
  delivery: 'text',
  confirmBytes: 'size',
  confirmInterval: 'number',
  settleTime: 'number',
  confirmTimeout: 'number',
  ordered: 'boolean',
  'queue.maxBytes': 'size',
  'queue.overflow': 'text',
  flushInterval: 'number',
  flushBytes: 'size',
  maxMessageBytes: 'size',
  oversize: 'text',
  framing: 'boolean',
  maxDatagramBytes: 'size',
  type: 'text',
  typeKey: 'text',
  logger: 'text',
  hostname: 'text',
  pid: 'number',
  envVersion: 'text',
  fields: 'json',
  severities: 'json',
  payload: 'text',
  messageKey: 'text',
  timeKey: 'text',
  levelKey: 'text',
  errorKey: 'text',
  nestedKey: 'text',
  errorCause: 'text',
  separator: 'text',
  maxDepth: 'number',
  maxFields: 'number',
  numbers: 'text',
  fieldTypes: 'json',
  closeTimeout: 'number',
  quiet: 'boolean',
};

/** What the command was asked for. */
export interface Command {
  readonly options: HekaOptions;
  /** Also write what is read to standard output. */
  readonly echo: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** The switches, as they are written: for the help text. */
export const switchNames: readonly string[] = Object.keys(SWITCHES).map(kebab);

/**
 * Reads the command line. A switch wins over the same option in the `--settings` file.
 *
 * @throws Error where a switch is unknown, has no value, or its JSON or the settings file cannot be read
 */
export function parseCommand(args: readonly string[]): Command {
  const values = parse(args);
  const options: Record<string, unknown> =
    typeof values.settings === 'string' ? readSettings(values.settings) : {};
  for (const [name, kind] of Object.entries(SWITCHES)) {
    const value = values[kebab(name)];
    if (value === undefined || Array.isArray(value)) continue;
    assign(options, name.split('.'), typeof value === 'boolean' ? value : convert(name, kind, value));
  }
  return {
    options,
    echo: values.echo === true,
    help: values.help === true,
    version: values.version === true,
  };
}

function parse(args: readonly string[]): ReturnType<typeof parseArgs>['values'] {
  try {
    const options = declarations();
    return parseArgs({ args: args.map(kebabSwitch), options, allowNegative: true, strict: true }).values;
  } catch (error) {
    // Node's text goes on with advice on positional arguments, which is no help here.
    const [reason] = (error as Error).message.split(/\. |\n/);
    throw new Error(`${reason}; --help lists the switches`, { cause: error });
  }
}

function declarations(): NonNullable<ParseArgsConfig['options']> {
  const options: NonNullable<ParseArgsConfig['options']> = {
    settings: { type: 'string', short: 's' },
    echo: { type: 'boolean', short: 'e' },
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' },
  };
  for (const [name, kind] of Object.entries(SWITCHES)) {
    options[kebab(name)] = { type: kind === 'boolean' ? 'boolean' : 'string' };
  }
  return options;
}

function readSettings(path: string): Record<string, unknown> {
  const settings: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw new Error(`settings file ${path} holds no JSON object`);
  }
  return { ...settings };
}

/** What is no number stays text: the option's own check then says what is allowed. */
function convert(name: string, kind: ValueKind, text: string): unknown {
  switch (kind) {
    case 'number':
    case 'size':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'json':
      return parseJson(name, text);
    case 'text':
    case 'boolean':
      return name === 'timeKey' && text === 'false' ? false : text;
  }
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`--${kebab(name)} is not JSON: ${text}`, { cause: error });
  }
}

function assign(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const inner = target[name];
  const members: Record<string, unknown> = typeof inner === 'object' && inner !== null ? { ...inner } : {};
  target[name] = members;
  assign(members, rest, value);
}

/** `--queue.maxBytes=1mb` to `--queue.max-bytes=1mb`; the value stays as it is. */
function kebabSwitch(argument: string): string {
  if (!argument.startsWith('--')) return argument;
  const equals = argument.indexOf('=');
  return equals < 0 ? kebab(argument) : kebab(argument.slice(0, equals)) + argument.slice(equals);
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

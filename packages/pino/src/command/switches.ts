/**
 * The switches of the command, from the table of options: each option of heka-core, and each of its other names, in
 * kebab-case. Members of an option that is an object follow a dot: `--queue.max-bytes 64mb`.
 */

import { OPTION_ROWS, type SwitchKind } from 'heka-core';

/** A switch that stands for an option. */
export interface Switch {
  /** As it is written, without the dashes: `queue.max-bytes`. */
  readonly name: string;
  readonly kind: SwitchKind;
  /** Where its value belongs: `queue.maxBytes`. */
  readonly path: string;
  /** All names of the option: the others lose against the switch. */
  readonly names: readonly string[];
}

/** The forms of a key that are objects. */
const KEY_SOURCES = ['hmac.key.file', 'hmac.key.env'];

/** Every switch that stands for an option. */
export const SWITCHES: readonly Switch[] = [
  ...Object.entries(OPTION_ROWS).flatMap(([name, { kind, aliases = [] }]) => {
    const names = [name, ...aliases];
    const switchKind = kind.switch;
    if (switchKind === undefined) return [];
    return names.map((path): Switch => ({ name: kebab(path), kind: switchKind, path, names }));
  }),
  ...KEY_SOURCES.map((path): Switch => ({ name: kebab(path), kind: 'text', path, names: ['hmac.key'] })),
];

/** Switches that are the command's own. */
export const COMMAND_SWITCHES = {
  settings: { type: 'string', short: 's' },
  echo: { type: 'boolean', short: 'e' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

/** Short switches, as pino-socket has them. */
export const SHORT_SWITCHES: Readonly<Record<string, string>> = {
  a: 'address',
  m: 'mode',
  p: 'port',
  r: 'reconnect',
  t: 'reconnect-tries',
  u: 'unixsocket',
};

/** Switches of one dash and two or three letters, as pino-socket has them, which `parseArgs` would take apart. */
export const LONG_SHORT_SWITCHES: ReadonlyMap<string, string> = new Map([
  ['-ne', '--no-echo'],
  ['-nv', '--noverify'],
  ['-tls', '--secure'],
]);

/** `maxBytes` to `max-bytes`. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

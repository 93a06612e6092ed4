import type { OptionRow } from '../options/option-kind.ts';
import { OPTION_TABLE } from '../options/option-table.ts';
import type { ReadOnlyConfig } from './client-options.ts';

const REDACTED = '[redacted]';

/** Levels that are shown. */
const MAX_DEPTH = 8;

/** Members that hold a secret wherever they stand: of TLS, of signing, and of plugins by their usual names. */
const SECRET = /^(?:key|passphrase|pfx|ticketKeys|password|secret|token)$/i;

/**
 * A configuration to read, and to print: keys and passwords are taken out, functions and bytes are named, members that
 * are undefined are left out.
 *
 * @param env its variables that stand in for options are listed as `environment`
 */
export function redactedConfig(
  config: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
): ReadOnlyConfig {
  const rows: readonly OptionRow[] = Object.values(OPTION_TABLE);
  const variables = rows.flatMap(({ variable = '', secret = false }): readonly [string, unknown][] => {
    const value = env[variable];
    return value === undefined || value === '' ? [] : [[variable, secret ? REDACTED : readable(value)]];
  });
  const environment = variables.length === 0 ? undefined : Object.fromEntries(variables);
  return readable({ ...config, environment }) as ReadOnlyConfig;
}

function readable(value: unknown, depth = 0): unknown {
  if (typeof value === 'function') return `[function ${value.name === '' ? 'without a name' : value.name}]`;
  // A url may carry credentials.
  if (typeof value === 'string') return value.replace(/\/\/[^/?#]*@/, '//***@');
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (value instanceof URL) return readable(value.href);
  if (value instanceof Set) return readable([...(value as ReadonlySet<unknown>)], depth);
  // What contains itself has no end.
  if (depth > MAX_DEPTH) return '[...]';
  if (Array.isArray(value)) return Object.freeze(value.map((each) => readable(each, depth + 1)));
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => [name, SECRET.test(name) ? REDACTED : readable(member, depth + 1)] as const);
  return Object.freeze(Object.fromEntries(members));
}

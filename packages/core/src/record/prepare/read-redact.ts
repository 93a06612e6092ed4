import slowRedact from '@pinojs/redact';
import { flag, isRecord } from '../../options/kinds.ts';
import { checkOption, type GivenOption, MemberReader } from '../../options/member-reader.ts';
import { wrongOption } from '../../options/option-error.ts';
import type { OptionKind } from '../../options/option-kind.ts';
import type { OptionReader } from '../../options/option-reader.ts';
import type { Censor } from '../../options/option-values.ts';

/** What stands in the place of what is redacted, as pino has it. */
const DEFAULT_CENSOR = '[Redacted]';

/** The option `redact`, filled in. */
export interface RedactRules {
  readonly paths: readonly string[];
  readonly censor: Censor;
  readonly remove: boolean;
}

const pathList: OptionKind<readonly string[]> = {
  allowed: 'an array of paths such as "password", "req.headers.cookie" or "users[*].name"',
  type: 'readonly string[]',
  switch: 'json',
  parse: (value) => (Array.isArray(value) ? (value as readonly string[]) : undefined),
};

const censor: OptionKind<Censor> = {
  allowed: 'a string or a function',
  type: 'Censor',
  switch: 'text',
  parse: (value) =>
    typeof value === 'string' || typeof value === 'function' ? (value as Censor) : undefined,
};

/**
 * Reads the option `redact`: an array of paths, or `{ paths, censor, remove }`.
 *
 * @throws HekaError INVALID_OPTION
 */
export function readRedact(reader: OptionReader): RedactRules | undefined {
  const option = reader.given('redact');
  if (option === undefined) return undefined;
  if (Array.isArray(option.value)) {
    return { paths: readPaths(option), censor: DEFAULT_CENSOR, remove: false };
  }
  if (!isRecord(option.value)) throw reader.wrong('redact', option);
  const members = new MemberReader(option.value, option.name);
  const paths = members.given('paths');
  if (paths === undefined) throw members.missing('paths');
  const rules: RedactRules = {
    paths: readPaths(paths),
    censor: members.read('censor', censor, DEFAULT_CENSOR),
    remove: members.read('remove', flag, false),
  };
  for (const text of members.unknown()) reader.warn(text);
  return rules;
}

function readPaths(option: GivenOption): readonly string[] {
  const paths = checkOption(option, pathList);
  const wrong = paths.findIndex((path) => !isPath(path));
  if (wrong >= 0)
    throw wrongOption(
      `${option.name}[${wrong}]`,
      paths[wrong],
      'a path such as "password", "req.headers.cookie" or "users[*].name"',
    );
  return [...paths];
}

/** The library checks the paths that it is given. */
function isPath(path: string): boolean {
  try {
    slowRedact({ paths: [path] });
    return true;
  } catch {
    return false;
  }
}

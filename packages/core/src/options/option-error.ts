import { HekaError } from '../errors.ts';
import { describeValue } from './describe-value.ts';

/**
 * The error for a wrong value: names the option, the value and what is allowed.
 *
 * @param cause what was thrown when the value was tried out
 */
export function wrongOption(name: string, value: unknown, allowed: string, cause?: unknown): HekaError {
  return new HekaError(
    'INVALID_OPTION',
    `${label(name)} is ${describeValue(value)}, allowed: ${allowed}`,
    cause,
  );
}

/** The error for a wrong value of an option whose value is a secret: names the option and what is allowed only. */
export function wrongSecret(name: string, allowed: string): HekaError {
  return new HekaError('INVALID_OPTION', `${label(name)} has a wrong value (not shown), allowed: ${allowed}`);
}

/** The error for an option that must be given and is not. */
export function missingOption(name: string): HekaError {
  return new HekaError('INVALID_OPTION', `${label(name)} is missing`);
}

/** The error for an option that must be given and is an empty text. */
export function emptyOption(name: string, allowed: string): HekaError {
  return new HekaError('INVALID_OPTION', `${label(name)} is empty, allowed: ${allowed}`);
}

/**
 * The error for two options that exclude each other.
 *
 * @param allowed which of them may be given how; by default one of them
 */
export function contradiction(first: string, second: string, allowed?: string): HekaError {
  const both =
    isVariable(first) || isVariable(second)
      ? `${label(first)} and ${label(second)}`
      : `options "${first}" and "${second}"`;
  return new HekaError(
    'INVALID_OPTION',
    `${both} contradict each other${allowed === undefined ? '; give only one of them' : `, allowed: ${allowed}`}`,
  );
}

/**
 * The error for an option, or a value of one, that is planned and absent.
 *
 * @param allowed what may be given instead
 */
export function unavailable(what: string, allowed?: string): HekaError {
  const instead = allowed === undefined ? '' : `, allowed: ${allowed}`;
  return new HekaError('INVALID_OPTION', `option ${what} is not available in this version${instead}`);
}

/** An option as a message names it; a value of the environment is named by its variable. */
function label(name: string): string {
  return isVariable(name) ? `environment variable "${name}"` : `option "${name}"`;
}

function isVariable(name: string): boolean {
  return /^HEKA_[A-Z_]+$/.test(name);
}

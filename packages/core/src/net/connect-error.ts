import { HekaError } from '../errors.ts';
import { reasonOf } from '../reason-of.ts';

/** Codes that mean something else for a socket than for a file. */
const WORDS = { ENOENT: 'no such socket' };

/**
 * The error for a connection that could not be opened.
 *
 * @param where the url and the address of the attempt
 * @param error what Node.js reported; an error of ours is returned unchanged
 */
export function connectFailed(where: string, error: unknown): HekaError {
  if (error instanceof HekaError) return error;
  return new HekaError('CONNECT_FAILED', `${where}: ${reasonWithCode(error)}`, error);
}

/** The error for an attempt that took too long. */
export function connectTimedOut(where: string, stage: string, timeoutMs: number): HekaError {
  return new HekaError('CONNECT_TIMEOUT', `${where}: ${stage} took longer than ${timeoutMs} ms`);
}

/** Why, in one line, with the code that people search for. */
export function reasonWithCode(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const reason = reasonOf(error, WORDS);
  return code === undefined ? reason : `${reason} (${code})`;
}

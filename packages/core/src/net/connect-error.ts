import { HekaError } from '../errors.ts';

/** What the usual codes mean, for people. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  EADDRNOTAVAIL: 'address not available',
  EACCES: 'permission denied',
  ENOENT: 'no such socket',
  ENOTSOCK: 'not a socket',
  EPROTOTYPE: 'not a stream socket',
  ENOTFOUND: 'name not found',
  EAI_AGAIN: 'name server does not answer',
  EMSGSIZE: 'datagram too large',
};

/**
 * The error for a connection that could not be opened.
 *
 * @param where url and address of the attempt
 * @param error what node said; an error of ours stays as it is
 */
export function connectFailed(where: string, error: unknown): HekaError {
  if (error instanceof HekaError) return error;
  return new HekaError('CONNECT_FAILED', `${where}: ${reasonOf(error)}`, error);
}

/** The error for an attempt that took too long. */
export function connectTimedOut(where: string, stage: string, timeoutMs: number): HekaError {
  return new HekaError('CONNECT_TIMEOUT', `${where}: ${stage} took longer than ${timeoutMs} ms`);
}

/** Why, in one line: the meaning of the code, or OpenSSL's reason, or node's message; and the code. */
export function reasonOf(error: unknown): string {
  const { code, reason, message } = error as NodeJS.ErrnoException & { readonly reason?: string };
  const known = code === undefined ? undefined : reasons[code];
  const text = known ?? reason ?? message;
  return code === undefined ? text : `${text} (${code})`;
}

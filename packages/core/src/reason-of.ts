import { getSystemErrorMap } from 'node:util';

/** Codes whose meaning the system says badly, or not at all. */
const WORDS: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'name server does not answer',
  ECONNRESET: 'connection reset',
  EDQUOT: 'disk quota exceeded',
  EFBIG: 'the file may not grow larger',
  EHOSTUNREACH: 'host unreachable',
  EIO: 'input/output error',
  EISDIR: 'it is a directory',
  EMSGSIZE: 'datagram too large',
  ENETUNREACH: 'network unreachable',
  ENOTFOUND: 'name not found',
  ENOTSOCK: 'not a socket',
  EPROTOTYPE: 'not a stream socket',
};

/**
 * Why something failed, in a few words: the meaning of the error's code, or what OpenSSL or Node says. The path or text
 * that a system call was given is not repeated.
 *
 * @param error what was thrown or emitted
 * @param words meanings of codes that are plainer where the error happened, as `{ ENOENT: 'no such socket' }`
 */
export function reasonOf(error: unknown, words: Readonly<Record<string, string>> = {}): string {
  const {
    code = '',
    errno,
    syscall,
    reason,
    message,
  } = error as NodeJS.ErrnoException & { readonly reason?: string };
  const system = errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1];
  // An invalid argument means nothing without the call that refused it.
  if (code === 'EINVAL' && syscall !== undefined) return words[code] ?? `invalid argument (${syscall})`;
  return words[code] ?? WORDS[code] ?? reason ?? system ?? message;
}

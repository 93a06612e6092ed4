import { once } from 'node:events';
import type { ListenOptions, Server } from 'node:net';
import { HekaError } from '../errors.ts';
import { reasonOf } from '../reason-of.ts';

/** A listening socket. */
export interface Listener {
  /** `tcp://127.0.0.1:5565`, with the port that was really taken. */
  readonly url: string;
  /** Takes nothing more and frees the address; open connections stay. */
  close(): void;
}

/**
 * Starts a server and waits until it listens.
 *
 * @throws HekaError LISTEN_FAILED
 */
export async function startServer(server: Server, where: ListenOptions, url: string): Promise<void> {
  try {
    server.listen(where);
    await once(server, 'listening');
  } catch (error) {
    throw listenError(url, error);
  }
  // From here on: single connections that could not be accepted, for want of a file descriptor, say.
  server.on('error', () => {});
}

const WORDS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the address is in use',
  EADDRNOTAVAIL: 'this machine has no such address',
  EAFNOSUPPORT: 'this machine has no such address family',
  EINVAL: 'not a valid address',
  ENOENT: 'no such directory',
};

/** The error of listening on `url`, in words. */
export function listenError(url: string, error: unknown): HekaError {
  return new HekaError('LISTEN_FAILED', `cannot listen on ${url}: ${reasonOf(error, WORDS)}`, error);
}

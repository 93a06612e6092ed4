import type { Socket } from 'node:net';
import { type Clock, systemClock } from '../clock.ts';
import { HekaError } from '../errors.ts';
import { connectFailed, connectTimedOut } from '../net/connect-error.ts';
import type { PendingConnection } from './sender.ts';

/** One attempt to connect, as the code that makes it sees it. */
export interface Attempt {
  /** False once the attempt has succeeded, failed or been given up. */
  readonly running: boolean;
  /** Hands the socket over. Call it in the turn in which the socket was made: its error may come in the next one. */
  adopt(socket: Socket): void;
  /** The adopted socket is ready for data. */
  ready(): void;
  /** The connection cannot be opened. */
  failed(error: unknown): void;
}

/** How an attempt to connect starts and what it is called. */
export interface AttemptOptions {
  /** Url and address, for errors. */
  readonly where: string;
  readonly timeoutMs: number;
  /** @default the system's */
  readonly clock?: Clock | undefined;
  /** Starts connecting, perhaps after reading files. What it throws fails the attempt. */
  readonly start: (attempt: Attempt) => void | Promise<void>;
}

/**
 * Makes one attempt to connect: one timer over all its stages, one outcome, and nothing left behind but the socket
 * that was opened.
 *
 * A connection that is being opened keeps the process alive whatever `unref` says (libuv counts the request), so the
 * timer is also what lets an idle process end while an address does not answer.
 */
export function openConnection(options: AttemptOptions): PendingConnection {
  const { where, timeoutMs, clock = systemClock, start } = options;
  const { promise: opened, resolve, reject } = withResolvers<Socket>();
  let running = true;
  let socket: Socket | undefined;

  const stop = (): boolean => {
    const first = running;
    running = false;
    clock.clear(timer);
    return first;
  };
  const failed = (error: unknown): void => {
    if (!stop()) return;
    socket?.destroy();
    reject(connectFailed(where, error));
  };
  const timer = clock.setTimeout(() => failed(connectTimedOut(where, 'connecting', timeoutMs)), timeoutMs);
  timer.unref();

  const attempt: Attempt = {
    get running() {
      return running;
    },
    adopt(made) {
      socket = made;
      // Stays for good: an error before the owner has attached its own handler must not end the process.
      made.on('error', failed);
      made.unref();
      if (!running) made.destroy();
    },
    ready() {
      if (socket !== undefined && stop()) resolve(socket);
    },
    failed,
  };
  const run = async (): Promise<void> => start(attempt);
  run().catch(failed);
  // Whoever gave the attempt up does not listen any more.
  opened.catch(() => {});
  return { opened, abort: () => failed(new HekaError('CLOSED', `${where}: the attempt was given up`)) };
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

function withResolvers<T>(): Deferred<T> {
  let resolve: Deferred<T>['resolve'] = () => {};
  let reject: Deferred<T>['reject'] = () => {};
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

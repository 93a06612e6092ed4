import type { Socket } from 'node:net';
import { type Clock, systemClock } from '../clock.ts';
import { HekaError } from '../errors.ts';
import { connectFailed, connectTimedOut } from '../net/connect-error.ts';
import type { PendingConnection } from './sender.ts';

/** One attempt to connect, as the code that makes it sees it. */
export interface Attempt {
  /** False once the attempt has succeeded, failed, or been given up. */
  readonly running: boolean;
  /** Hands over the socket. Call this in the turn in which the socket was created: it may fail in the next one. */
  adopt(socket: Socket): void;
  /** The adopted socket is ready for data. */
  ready(): void;
  /** The connection cannot be opened. */
  failed(error: unknown): void;
}

/** How an attempt to connect starts, and how errors name it. */
interface AttemptOptions {
  /** The url and the address, for errors. */
  readonly where: string;
  readonly timeoutMs: number;
  /** @default the system's */
  readonly clock?: Clock | undefined;
  /** Starts connecting, perhaps after reading files. If it throws, the attempt fails. */
  readonly start: (attempt: Attempt) => void | Promise<void>;
}

/**
 * Makes one attempt to connect. One timer covers all its stages, it has one outcome, and it leaves nothing behind but
 * the socket that was opened.
 *
 * A connection that is being opened keeps the process alive in spite of `unref` (libuv counts the request), so the timer
 * is also what lets an idle process end while an address does not answer.
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
      // Never removed: an error that comes before the owner has attached its own handler must not end the process.
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
  // Whoever gave up the attempt no longer listens.
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

import type { MessagePort } from 'node:worker_threads';
import { systemClock, type Timer } from 'heka-core';

/**
 * Confirmations are summed up for this long. Delivery `best-effort` confirms every write to the kernel, about a hundred
 * messages, and an event from thread to thread costs the application's thread as much as logging several of them.
 */
const SUM_MS = 50;

/** The events of a delivery in a worker of pino, on their way to the stream in the application's thread. */
export class WorkerEvents {
  readonly #port: MessagePort;
  #confirmed = 0;
  #timer: Timer | undefined;

  /** @param port to the application's thread */
  constructor(port: MessagePort) {
    this.#port = port;
  }

  /** Posts an event; `confirmed` a little later, as the sum of several. The order is kept. */
  post(name: string, details: readonly unknown[]): void {
    if (name === 'confirmed') {
      const [{ messages }] = details as readonly [{ readonly messages: number }];
      this.#confirmed += messages;
      this.#timer ??= systemClock.setTimeout(() => this.settle(), SUM_MS);
    } else {
      this.settle();
      this.#post(name, details.map(cloneable));
    }
  }

  /** Posts the sum so far. */
  settle(): void {
    systemClock.clear(this.#timer);
    this.#timer = undefined;
    const messages = this.#confirmed;
    if (messages === 0) return;
    this.#confirmed = 0;
    this.#post('confirmed', [{ messages }]);
  }

  /** thread-stream emits each message `{ code: 'EVENT', name, args }` on its stream in the application's thread. */
  #post(name: string, args: readonly unknown[]): void {
    this.#port.postMessage({ code: 'EVENT', name, args });
  }
}

/** Errors may hold what cannot be cloned, a socket or a function. */
function cloneable(detail: unknown): unknown {
  if (detail instanceof Error) return errorData(detail);
  if (typeof detail !== 'object' || detail === null) return detail;
  const { error } = detail as { readonly error?: unknown };
  return error instanceof Error ? { ...detail, error: errorData(error) } : detail;
}

/** An error as an object: a clone of an Error has no members but its message and its stack. */
function errorData(error: Error & { readonly code?: unknown }): object {
  const { name, message, code } = error;
  return { name, message, ...(typeof code === 'string' && { code }) };
}

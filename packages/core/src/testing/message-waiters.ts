import { systemClock, type Timer } from '../clock.ts';
import { HekaError } from '../errors.ts';
import type { HekaMessage } from '../message/heka-message.ts';

/** Which messages are waited for. */
export type MessagePredicate = (message: HekaMessage) => boolean;

interface Waiter {
  readonly predicate: MessagePredicate;
  readonly count: number;
  readonly resolve: (messages: readonly HekaMessage[]) => void;
  readonly reject: (error: HekaError) => void;
  readonly timer: Timer;
}

/** Tests that wait for messages. */
export class MessageWaiters {
  readonly #messages: readonly HekaMessage[];
  readonly #waiters = new Set<Waiter>();

  /** @param messages all messages that came, growing; {@link tell} must be called when it has grown */
  constructor(messages: readonly HekaMessage[]) {
    this.#messages = messages;
  }

  /**
   * Waits until `count` messages satisfy `predicate`.
   *
   * @returns all that do
   * @throws HekaError TIMEOUT, CLOSED
   */
  wait(predicate: MessagePredicate, count: number, timeoutMs: number): Promise<readonly HekaMessage[]> {
    return new Promise((resolve, reject) => {
      const timer = systemClock.setTimeout(() => {
        this.#waiters.delete(waiter);
        const matching = this.#messages.filter(predicate).length;
        const found = `${matching} of ${count} (${this.#messages.length} messages in all)`;
        reject(new HekaError('TIMEOUT', `received ${found} in ${timeoutMs} ms`));
      }, timeoutMs);
      const waiter: Waiter = { predicate, count, resolve, reject, timer };
      this.#waiters.add(waiter);
      this.#check(waiter);
    });
  }

  /** Messages came. */
  tell(): void {
    for (const waiter of this.#waiters) this.#check(waiter);
  }

  /** Nothing will come any more. */
  close(): void {
    for (const waiter of this.#waiters) {
      this.#remove(waiter);
      waiter.reject(new HekaError('CLOSED', 'the receiver was closed while a test was waiting for messages'));
    }
  }

  #check(waiter: Waiter): void {
    if (this.#messages.length < waiter.count) return;
    const matching = this.#messages.filter(waiter.predicate);
    if (matching.length < waiter.count) return;
    this.#remove(waiter);
    waiter.resolve(matching);
  }

  #remove(waiter: Waiter): void {
    systemClock.clear(waiter.timer);
    this.#waiters.delete(waiter);
  }
}

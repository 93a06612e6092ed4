import { systemClock, type Timer } from '../clock.ts';
import { HekaError } from '../errors.ts';
import type { HekaMessage } from '../message/heka-message.ts';
import type { Wait } from './read-wait.ts';

interface Waiter extends Wait {
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
   * Waits until `count` messages satisfy the predicate.
   *
   * @returns all that do
   * @throws HekaError TIMEOUT, CLOSED
   */
  wait(wait: Wait): Promise<readonly HekaMessage[]> {
    const { predicate, count, timeoutMs, which } = wait;
    return new Promise((resolve, reject) => {
      const timer = systemClock.setTimeout(() => {
        this.#waiters.delete(waiter);
        const matching = this.#messages.filter(predicate).length;
        const all = this.#messages.length;
        const received = which === '' ? `${all}` : `${all}, of which ${matching} match`;
        const sought = `${count} ${count === 1 ? 'message' : 'messages'}${which}`;
        reject(new HekaError('TIMEOUT', `waited ${timeoutMs} ms for ${sought}; received ${received}`));
      }, timeoutMs);
      const waiter: Waiter = { ...wait, resolve, reject, timer };
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

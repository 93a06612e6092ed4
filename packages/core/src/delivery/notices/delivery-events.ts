import type { HekaError, HekaErrorCode } from '../../errors.ts';
import type { DeliveryStats } from '../delivery.ts';
import type { DropReason } from '../lane/ledger.ts';

/** What an operator should know; a {@link HekaError}, with its code, if it is about an error. */
export type DeliveryWarning = Error & { readonly code?: HekaErrorCode };

/**
 * The events of a delivery, and the arguments of their listeners. They come in the asynchronous context in which the
 * delivery was made, not in that of a log call. What a listener throws is printed, and goes no further.
 *
 * An *outage* begins when an attempt to connect fails, or a connection is lost with messages on it. It is over when a
 * connection that was opened since has been open for a second, or has confirmed messages.
 */
export interface DeliveryEvents {
  /**
   * A connection was opened: the first one, one after a loss, or the next one of a rotation, about every `confirmBytes`.
   * `address` is the IP address and port, or the path of the socket.
   */
  connected: [event: { address: string }];
  /**
   * A connection that we did not end was lost, or one that we ended was not closed cleanly. `messages` were on it
   * unconfirmed, and will be sent again. A rotation emits nothing.
   */
  disconnected: [event: { address: string; error: HekaError; messages: number }];
  /** An attempt to connect failed, the `attempt`th in a row; the next one comes in `delayMs` milliseconds. */
  reconnect: [event: { error: HekaError; attempt: number; delayMs: number }];
  /**
   * An outage is over. It took `outageMs` milliseconds, and `dropped` messages were dropped meanwhile, for whatever
   * reason.
   */
  recovered: [event: { address: string; outageMs: number; dropped: number }];
  /** Messages were dropped; one event per reason and turn of the event loop. `error` says what
   * was wrong with the last one of the reason `encode`. A listener must not log to the same logger. */
  dropped: [event: { reason: DropReason; messages: number; error?: HekaError }];
  /** There is room in the queue again, for which somebody has waited with `ready()`. */
  room: [];
  /** Messages were on a connection that was lost, and will be sent again. */
  replayed: [event: { messages: number }];
  /** Messages were confirmed. */
  confirmed: [event: { messages: number }];
  /**
   * Messages are unsettled: at the end of life their connection closed cleanly, and the settle time is not over. They are
   * confirmed when it is, if the process lives on.
   */
  unsettled: [event: { messages: number }];
  /** The figures of `stats()`, every `statsInterval`. */
  stats: [stats: DeliveryStats];
  /**
   * Something that an operator should know: once per outage the error that it began with (a {@link HekaError}), an option
   * with a consequence, a receiver that never closes a connection.
   */
  warn: [error: DeliveryWarning];
}

import type { Peer } from '../peer.ts';
import type { ReceiverRefusalReason } from '../refusal.ts';

/**
 * Why a connection is over.
 *
 * - `end` the peer sent its FIN, everything read was taken by the sink, and a FIN was sent
 * - `lost` it broke: reset by the peer, or gone
 * - `frame-timeout` a frame was started and not finished in `frameTimeout`; reset
 * - `handshake-failed` no TLS connection came about: not TLS, a certificate refused, too slow, or the peer ended first
 * - `too-many-connections` a limit on connections was reached; reset before anything was read
 * - `sink-failed` `onFrames` failed, here or on another connection; reset
 * - `stopped` the receiver was closed
 */
export type DisconnectReason =
  | 'end'
  | 'lost'
  | 'frame-timeout'
  | 'handshake-failed'
  | 'too-many-connections'
  | 'sink-failed'
  | 'stopped';

/** How much was refused for one reason. */
export interface RefusalCount {
  readonly count: number;
  readonly bytes: number;
}

/** What became of one connection. */
export interface ConnectionReport {
  readonly peer: Peer;
  readonly reason: DisconnectReason;
  /** More about the reason, as the error code of a broken connection. Text of the peer may be in it. */
  readonly detail?: string;
  /** Messages handed to `onFrames`. */
  readonly messages: number;
  /** Bytes read. */
  readonly bytes: number;
  /** What was refused, by reason; a reason without refusals is absent. */
  readonly refused: ReadonlyMap<ReceiverRefusalReason, RefusalCount>;
}

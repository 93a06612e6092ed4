import type { RefusalReason } from '../framing/refusal.ts';

/**
 * Why bytes that arrived became no message: what a splitter refuses, and
 *
 * - `overload` a datagram came while the sink was too far behind
 */
export type ReceiverRefusalReason = RefusalReason | 'overload';

/** Bytes that arrived and became no message. */
export interface ReceiverRefusal {
  readonly reason: ReceiverRefusalReason;
  readonly bytes: number;
  /** Offset of the first of them in the connection's stream, or in the datagram. */
  readonly offset: number;
  /** What the peer claimed, `<signer>_<key version>`; only with reasons of a signature. */
  readonly signer?: string;
}

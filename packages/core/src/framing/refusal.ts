/**
 * Why bytes of a stream became no message.
 *
 * - `garbage` bytes between frames, where no frame can start
 * - `header` what stands between the separators is not a header
 * - `too-large` the header declares more than `maxMessageBytes`
 * - `undecodable` the message is no Heka message, or lacks what Hindsight insists on
 * - `unsigned` there is no signature, and one is required
 * - `unknown-signer` the signature's signer and key version are not known
 * - `wrong-signature` the signature is not the message's
 * - `truncated` the stream ended inside a frame
 */
export type RefusalReason =
  | 'garbage'
  | 'header'
  | 'too-large'
  | 'undecodable'
  | 'unsigned'
  | 'unknown-signer'
  | 'wrong-signature'
  | 'truncated';

/** Bytes that became no message. Each byte of a stream is in one frame or in one refusal. */
export interface Refusal {
  readonly reason: RefusalReason;
  /** How many bytes, without those that a frame was found in after all. */
  readonly bytes: number;
  /** Offset in the stream of the first of them. */
  readonly offset: number;
  /** What the peer claimed, `<signer>_<key version>`; only with the two reasons of a signature. */
  readonly signer?: string;
}

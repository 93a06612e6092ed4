/**
 * What went wrong: a stable word to match on. Message texts may change, codes do not.
 *
 * - `INVALID_OPTION` an option has a wrong value, or contradicts another option (thrown at construction only)
 * - `INVALID_MESSAGE` a message given to the encoder, to a client or to `delivery.log()` is not a message
 * - `MESSAGE_TOO_LARGE` a message is larger than `maxMessageBytes`
 * - `HEADER_TOO_LARGE` a frame header is longer than 255 bytes (a very long HMAC signer name)
 * - `MALFORMED_MESSAGE` bytes are not a Heka message
 * - `INVALID_MATCHER` a text is not a matcher; {@link HekaError.position} has the place
 * - `CONNECT_FAILED` a connection could not be opened: refused, unreachable, name not found, TLS refused
 * - `CONNECT_TIMEOUT` the name lookup, or TCP and TLS together, took longer than `connectTimeout`
 * - `CONNECTION_LOST` an open connection broke, or its peer closed it before we did
 * - `SEND_FAILED` the kernel refused a datagram
 * - `FILTER_FAILED` a function given as the option `filter` threw; its message is sent
 * - `TRANSFORM_FAILED` the option `transform` or `redact` threw, or `transform` returned something other than an object; its
 *   message is sent with headers only
 * - `LISTEN_FAILED` a receiver cannot listen: the address is in use, not allowed, or not one of this machine's
 * - `TIMEOUT` something did not happen in time: pino's `flush(callback)`, or `waitFor()` of `heka-core/testing`
 * - `CLOSED` the delivery, receiver or sender was closed before the call, or while pino's `flush(callback)` waited
 */
export type HekaErrorCode =
  | 'INVALID_OPTION'
  | 'INVALID_MESSAGE'
  | 'MESSAGE_TOO_LARGE'
  | 'HEADER_TOO_LARGE'
  | 'MALFORMED_MESSAGE'
  | 'INVALID_MATCHER'
  | 'CONNECT_FAILED'
  | 'CONNECT_TIMEOUT'
  | 'CONNECTION_LOST'
  | 'SEND_FAILED'
  | 'FILTER_FAILED'
  | 'TRANSFORM_FAILED'
  | 'LISTEN_FAILED'
  | 'TIMEOUT'
  | 'CLOSED';

/** The only error class of these packages. Match on {@link HekaError.code}. */
export class HekaError extends Error {
  /** What went wrong: a stable word. */
  readonly code: HekaErrorCode;
  /** `INVALID_MATCHER` only: index of the character that is wrong; the length of the text if its end is. */
  declare readonly position?: number;

  /**
   * @param code the stable word
   * @param message lower case, no full stop, names the value and the limit; never a payload or a key
   * @param cause the underlying error, if there is one
   * @param position see {@link HekaError.position}
   */
  constructor(code: HekaErrorCode, message: string, cause?: unknown, position?: number) {
    // Only the message survives a worker boundary, so it carries the code as well.
    super(`${code}: ${message}`, cause === undefined ? undefined : { cause });
    this.name = 'HekaError';
    this.code = code;
    if (position !== undefined) this.position = position;
  }
}

/**
 * What hekad and Hindsight take as they come, without a line of configuration about it.
 */

/** Bytes of the largest message. A larger one is refused, and what is in it that looks like a frame is delivered. */
export const STOCK_MESSAGE_BYTES = 65_536;

/** Bytes of the largest datagram. A larger one is cut there, which damages what follows. */
export const STOCK_DATAGRAM_BYTES = 8192;

/** The port of their examples. */
export const STOCK_PORT = 5565;

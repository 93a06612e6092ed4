/** Bytes of a frame that are neither header nor message: two before the header, one behind it. See `framing/frame-header.ts`. */
export const FRAMING_BYTES = 3;

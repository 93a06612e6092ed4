import type { Frame } from 'heka-core/receiver';

/** The frames as they came, signatures included. */
export function formatFrames(frames: readonly Frame[]): Buffer {
  return Buffer.concat(frames.map(({ frame }) => frame));
}

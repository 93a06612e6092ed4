import { type Frame, ReceivedFrame } from '../../framing/frame.ts';

/** Frames on their way from one thread to another: their bytes one after the other, in memory that moves with them. */
export interface PackedFrames {
  readonly bytes: Uint8Array;
  readonly places: readonly PackedPlace[];
}

interface PackedPlace {
  readonly frameBytes: number;
  readonly messageBytes: number;
  readonly offset: number;
  readonly signer: string | undefined;
}

export function packFrames(frames: readonly Frame[]): PackedFrames {
  const places = frames.map(({ frame, bytes, offset, signer }) => ({
    frameBytes: frame.length,
    messageBytes: bytes.length,
    offset,
    signer,
  }));
  const bytes = new Uint8Array(places.reduce((sum, { frameBytes }) => sum + frameBytes, 0));
  let at = 0;
  for (const { frame } of frames) {
    bytes.set(frame, at);
    at += frame.length;
  }
  return { bytes, places };
}

export function unpackFrames({ bytes, places }: PackedFrames): readonly Frame[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let start = 0;
  return places.map(({ frameBytes, messageBytes, offset, signer }) => {
    const end = start + frameBytes;
    const place = { buffer, start, messageAt: end - messageBytes, end };
    start = end;
    return new ReceivedFrame(place, offset, signer);
  });
}

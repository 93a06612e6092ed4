import type { LineReader } from './line-reader.ts';
import { LineTranscoder, type LineTranscoderOptions } from './line-transcoder.ts';
import { PlainReader } from './plain-reader.ts';
import { TranscodingReader } from './transcoding-reader.ts';

/**
 * Makes what reads the lines of a logger: with a transcoder, or without one if this engine has no WebAssembly with
 * vectors, or if the options ask for what only the record path does.
 */
export function createLineReader(options: LineTranscoderOptions): LineReader {
  const transcoder = LineTranscoder.create(options);
  return transcoder === undefined
    ? new PlainReader(options.sink)
    : new TranscodingReader(transcoder, options.sink);
}

import { transcoderBytes } from './generated/transcoder-bytes.ts';
import { MEMORY_PAGES } from './memory-layout.ts';
import { TranscoderMemory } from './transcoder-memory.ts';

/** What the transcoder asks its host for: see `packages/core/assembly/host.ts`. */
export interface TranscoderHost {
  makeNode(parent: number, at: number, length: number): number;
  readTime(at: number, length: number): number;
  readClock(): void;
  fillUuids(): void;
  isShortest(at: number, length: number): number;
}

/** What the transcoder does. */
export interface Transcoder {
  /** See `packages/core/assembly/transcoder.ts`. */
  transcode(at: number, end: number): number;
  /** See `packages/core/assembly/utf8.ts`. */
  encodeUtf8(from: number, end: number, to: number): number;
}

/** The part of the global object `WebAssembly` that is used here. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
  }) => {
    readonly buffer: ArrayBuffer;
  };
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, object>>,
  ) => { readonly exports: object };
}

/** The compiled transcoder; null if it does not compile. */
let compiled: object | null | undefined;

/** Whether this engine has WebAssembly, with vectors. */
export function hasTranscoder(): boolean {
  return compile() !== null;
}

function compile(): object | null {
  if (compiled !== undefined) return compiled;
  try {
    compiled = new (engine().Module)(Buffer.from(transcoderBytes, 'base64'));
  } catch {
    compiled = null;
  }
  return compiled;
}

function engine(): Engine {
  return (globalThis as unknown as { readonly WebAssembly: Engine }).WebAssembly;
}

/**
 * Makes a transcoder.
 *
 * @param createHost is given the transcoder's memory, which never grows, so that views of it stay valid
 * @returns undefined if this engine cannot run it
 */
export function instantiateTranscoder(
  createHost: (memory: TranscoderMemory) => TranscoderHost,
): Transcoder | undefined {
  const module = compile();
  if (module === null) return undefined;
  const { Instance, Memory } = engine();
  const memory = new Memory({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES });
  const host = createHost(new TranscoderMemory(memory.buffer));
  const { exports } = new Instance(module, { env: { memory }, host: { ...host } });
  return exports as Transcoder;
}

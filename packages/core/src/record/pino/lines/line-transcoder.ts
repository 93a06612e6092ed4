/**
 * Lines of pino to frames without objects in between: the host of the transcoder, which is WebAssembly (its source is in
 * `packages/core/assembly`). The transcoder declines lines that are in any way unusual; these go to the record path, which
 * both must agree with byte for byte.
 *
 * What the transcoder knows of records it learns from the record path, line by line: heads (`line-heads.ts`) and names
 * (`line-names.ts`). Both are bounded, and what does not fit is declined.
 */

import { randomFillSync } from 'node:crypto';
import { FRAMING_BYTES } from '../../../wire/framing-bytes.ts';
import { type LoggerConfig, type RecordMapping, UNKNOWN_LOGGER } from '../../record-encoder.ts';
import type { MappingOptions } from '../../value/mapping-options.ts';
import { pinoHeadKeys } from '../pino-line.ts';
import { canTranscodeLines } from './can-transcode-lines.ts';
import { LineHeads } from './line-heads.ts';
import { lineKeys } from './line-keys.ts';
import { LineNames } from './line-names.ts';
import { ShortCopies } from './short-copies.ts';
import { TextInput } from './text-input.ts';
import {
  DECLINED_AT,
  ENDS_AT,
  FRAMES_AT,
  FRAMING_AT,
  HEAD_UNKNOWN_AT,
  MAX_FIELDS_AT,
  MAX_FRAMES,
  MAX_MESSAGE_AT,
  MAX_MESSAGE_BYTES,
  NEXT_AT,
  OUTPUT_AT,
  OUTPUT_END_AT,
  SEVERITIES_AT,
  SIGNATURE_BYTES_AT,
  UUID_AT,
  UUIDS_AT,
  UUIDS_BYTES,
} from './transcoder/memory-layout.ts';
import { createTranscoderHost } from './transcoder/transcoder-host.ts';
import type { TranscoderMemory } from './transcoder/transcoder-memory.ts';
import { instantiateTranscoder, type Transcoder } from './transcoder/transcoder-module.ts';
import { writeTranscoderTables } from './transcoder/transcoder-tables.ts';

/** Finished frames, back to back. Valid until the function that is given them returns. */
export interface LineFrames {
  readonly bytes: Buffer;
  /** Where the first frame starts. */
  readonly start: number;
  readonly count: number;
  /** Where each frame ends. */
  readonly ends: Uint32Array;
  /** The severity of each message, 0 to 7. */
  readonly severities: Uint8Array;
  /** Copies from `start` to `end` of `bytes`, and may overwrite up to 63 bytes behind them, as far as `target` goes. */
  copyTo(target: Buffer, at: number, start: number, end: number): void;
}

/** Where frames and lines go, in the order of the lines. */
export interface LineSink {
  /** Takes finished frames. */
  frames(batch: LineFrames): void;
  /** Takes a line that is for the record path, without its newline. */
  record(line: string): void;
}

/** Signs messages in their frame headers. */
export interface LineSigner {
  /** Bytes of a header that a signature takes. */
  readonly headerBytes: number;
  /** Writes the signature of a message as members of its header. */
  writeTo(target: Buffer, at: number, message: Uint8Array): void;
}

/** Options of a {@link LineTranscoder}. */
export interface LineTranscoderOptions {
  readonly mapping: MappingOptions;
  /** What is known of the logger. @default nothing */
  readonly config?: LoggerConfig | undefined;
  /** Makes the encoders of the record path. */
  readonly records: RecordMapping;
  readonly sink: LineSink;
  /** False leaves messages bare. @default true */
  readonly framing?: boolean | undefined;
  /** Signs every message. @default none */
  readonly signer?: LineSigner | undefined;
  /** Fills memory with random bytes, for uuids. @default node:crypto's randomFillSync */
  readonly fillRandom?: (bytes: Uint8Array) => void;
}

/** Outcome of a run that ended at a line which is not for the transcoder. */
const DECLINED = 1;

/** Lines between two beginnings of learning. */
const LEARNING_PERIOD = 100_000;

/** Heads that are learnt in one period at most, failures included: lines that defy learning must not cost more than others. */
const MAX_LESSONS = 128;

/** Lines for which names are kept, even if there is no room for more. */
const MIN_LINES_OF_NAMES = 1024;

/** Transcodes lines that stand in its memory. */
export class LineTranscoder {
  readonly memory: TranscoderMemory;
  /** Writes text into the memory. */
  readonly input: TextInput;
  readonly #transcoder: Transcoder;
  readonly #sink: LineSink;
  readonly #signer: LineSigner | undefined;
  readonly #heads: LineHeads;
  readonly #names: LineNames;
  readonly #batch: { -readonly [Name in keyof LineFrames]: LineFrames[Name] };
  /** Lines and lessons of the period. */
  #lines = 0;
  #lessons = 0;
  /** The line at which the names were forgotten last. */
  #clearedAt = 0;

  /**
   * @returns undefined if this engine cannot do it, or if the options ask for what only the record path does
   */
  static create(options: LineTranscoderOptions): LineTranscoder | undefined {
    const { mapping, config = UNKNOWN_LOGGER, records, fillRandom = randomFillSync } = options;
    if (!canTranscodeLines(mapping, config)) return undefined;
    const keys = lineKeys(mapping, config);
    let parts: TranscoderParts | undefined;
    const transcoder = instantiateTranscoder((memory) => {
      const headKeys = pinoHeadKeys(mapping);
      const heads = new LineHeads(memory, records(mapping, config), { headKeys, timeKey: keys.time });
      const { bits, reserved } = heads;
      const names = new LineNames(memory, mapping, { keys, headKeys, reserved, headBits: bits });
      parts = { memory, heads, names };
      return { ...createTranscoderHost(memory, fillRandom), makeNode: names.make };
    });
    return transcoder === undefined || parts === undefined
      ? undefined
      : new LineTranscoder(options, parts, transcoder);
  }

  private constructor(options: LineTranscoderOptions, parts: TranscoderParts, transcoder: Transcoder) {
    const { mapping, sink, framing = true, signer } = options;
    const { memory } = parts;
    this.memory = memory;
    this.input = new TextInput(memory, transcoder);
    this.#transcoder = transcoder;
    this.#sink = sink;
    this.#signer = framing ? signer : undefined;
    this.#heads = parts.heads;
    this.#names = parts.names;
    const copies = new ShortCopies(memory.bytes, OUTPUT_AT);
    this.#batch = {
      bytes: memory.bytes,
      start: OUTPUT_AT,
      count: 0,
      ends: new Uint32Array(memory.bytes.buffer, ENDS_AT, MAX_FRAMES),
      severities: new Uint8Array(memory.bytes.buffer, SEVERITIES_AT, MAX_FRAMES),
      copyTo: (target, at, from, to) => copies.copy(target, at, from, to),
    };
    memory.setWord(MAX_FIELDS_AT, mapping.maxFields);
    memory.setWord(MAX_MESSAGE_AT, Math.min(mapping.maxMessageBytes, MAX_MESSAGE_BYTES));
    memory.setWord(FRAMING_AT, framing ? 1 : 0);
    memory.setWord(SIGNATURE_BYTES_AT, this.#signer?.headerBytes ?? 0);
    memory.setWord(UUID_AT, UUIDS_AT + UUIDS_BYTES);
    memory.setWord(OUTPUT_END_AT, OUTPUT_AT);
    writeTranscoderTables(memory.view);
  }

  /** Whether a line begins like one whose time became the timestamp of its message. */
  knowsTime(line: string): boolean {
    return this.#heads.knowTime(line);
  }

  /**
   * Transcodes lines.
   *
   * @param start where the first one starts
   * @param end where the last one ends, behind its newline
   */
  run(start: number, end: number): void {
    const { memory } = this;
    let at = start;
    while (at < end) {
      const outcome = this.#transcoder.transcode(at, end);
      at = memory.word(NEXT_AT);
      const frames = memory.word(FRAMES_AT);
      if (frames > 0) this.#emit(frames);
      if (outcome === DECLINED) this.#decline(memory.bytes.toString('utf8', memory.word(DECLINED_AT), at));
    }
  }

  #emit(frames: number): void {
    const { memory } = this;
    const batch = this.#batch;
    batch.count = frames;
    memory.setWord(FRAMES_AT, 0);
    memory.setWord(OUTPUT_END_AT, OUTPUT_AT);
    this.#lines += frames;
    if (this.#signer !== undefined) sign(batch, this.#signer);
    this.#sink.frames(batch);
  }

  /** @param text the line with its newline */
  #decline(text: string): void {
    const line = text.slice(0, text.endsWith('\r\n') ? -2 : -1);
    this.#lines++;
    if (line.trim() === '') return;
    if (this.#lines > LEARNING_PERIOD) this.#beginPeriod();
    if (this.memory.word(HEAD_UNKNOWN_AT) !== 0) this.#learnHead(line);
    if (this.#names.isFull && this.#lines - this.#clearedAt > MIN_LINES_OF_NAMES) this.#clearNames();
    this.#sink.record(line);
  }

  #beginPeriod(): void {
    this.#lines = 0;
    this.#clearedAt = 0;
    this.#lessons = 0;
    if (!this.#heads.isFull) return;
    this.#heads.clear();
    this.#clearNames();
  }

  #learnHead(line: string): void {
    if (this.#heads.isFull || this.#lessons === MAX_LESSONS) return;
    this.#lessons++;
    if (this.#heads.learn(line)) this.#clearNames();
  }

  #clearNames(): void {
    this.#names.clear();
    this.#clearedAt = this.#lines;
  }
}

/** What a transcoder is made of, apart from itself. */
interface TranscoderParts {
  readonly memory: TranscoderMemory;
  readonly heads: LineHeads;
  readonly names: LineNames;
}

/** Signs the messages of a batch in the room that their frame headers have for it. */
function sign({ bytes, start, count, ends }: LineFrames, signer: LineSigner): void {
  let at = start;
  for (let index = 0; index < count; index++) {
    const end = ends[index] ?? at;
    const messageAt = at + FRAMING_BYTES + (bytes[at + 1] ?? 0);
    signer.writeTo(bytes, messageAt - 1 - signer.headerBytes, bytes.subarray(messageAt, end));
    at = end;
  }
}

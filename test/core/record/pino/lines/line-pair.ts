import assert from 'node:assert/strict';
import { Framer } from '../../../../../packages/core/src/framing/framer.ts';
import { createSigner } from '../../../../../packages/core/src/framing/signer.ts';
import { createLineReader } from '../../../../../packages/core/src/record/pino/lines/create-line-reader.ts';
import type { LineReader } from '../../../../../packages/core/src/record/pino/lines/line-reader.ts';
import { TranscodingReader } from '../../../../../packages/core/src/record/pino/lines/transcoding-reader.ts';
import { pinoRecords } from '../../../../../packages/core/src/record/pino/pino-records.ts';
import type { LoggerConfig, RecordEncoder } from '../../../../../packages/core/src/record/record-encoder.ts';
import type { MappingOptions } from '../../../../../packages/core/src/record/value/mapping-options.ts';
import { messageCodec } from '../../../../../packages/core/src/wire/codec.ts';
import { MessageEncoder } from '../../../../../packages/core/src/wire/message-encoder.ts';
import { signedFrame, frame as unsignedFrame } from '../../../../support/messages/wire-bytes.ts';
import { mappingOptions } from '../../../../support/records/record-messages.ts';

/** A frame, or what became of a line without one. */
export interface Outcome {
  readonly frame: Buffer;
  readonly severity: number;
  readonly drop: string;
  /** Whether the transcoder made it. */
  readonly isFast: boolean;
}

/** How frames are made. */
interface Framing {
  readonly framing?: boolean;
  readonly signed?: boolean;
}

/** Lines by the two ways: the transcoder, with the record path for what it declines, and the record path alone. */
export class LinePair {
  readonly mapping: MappingOptions;
  readonly outcomes: Outcome[] = [];
  /** Called for each outcome. */
  onOutcome: (outcome: Outcome) => void = () => undefined;
  readonly #reader: LineReader;
  readonly #framer: Framer;
  readonly #framing: boolean;
  readonly #signed: boolean;
  readonly #encoder: MessageEncoder;
  readonly #records: RecordEncoder;

  constructor(
    raw: Readonly<Record<string, unknown>> = {},
    { framing = true, signed = false }: Framing = {},
    config: LoggerConfig = {},
  ) {
    this.mapping = mappingOptions(raw);
    this.#framing = framing;
    this.#signed = signed;
    const signer = signed ? createSigner({ signer: 'ops', key: 'secret', hashFunction: 'md5' }) : undefined;
    this.#framer = new Framer({ framing, signer });
    this.#encoder = new MessageEncoder({ headroom: this.#framer.headroom });
    this.#records = pinoRecords(this.mapping, config);
    const reader = createLineReader({
      mapping: this.mapping,
      config,
      records: pinoRecords,
      framing,
      signer,
      sink: {
        frames: ({ bytes, start, count, ends, severities }) => {
          let at = start;
          for (let index = 0; index < count; index++) {
            const end = ends[index] ?? at;
            const frame = Buffer.from(bytes.subarray(at, end));
            this.#take({ frame, severity: severities[index] ?? -1, drop: '', isFast: true });
            at = end;
          }
        },
        record: (line) => this.#take({ ...this.byRecordPath(line), isFast: false }),
      },
    });
    assert.ok(reader instanceof TranscodingReader, 'the options are for the transcoder');
    this.#reader = reader;
  }

  /** Gives a part of the text to the transcoder. */
  write(chunk: string | Uint8Array): void {
    this.#reader.write(chunk);
  }

  /** Ends the text. */
  end(): void {
    this.#reader.end();
  }

  /** What the record path makes of a line. */
  byRecordPath(line: string): Omit<Outcome, 'isFast'> {
    const { severity, drop } = this.#records.encode(line, this.#encoder);
    if (drop !== '') return { frame: Buffer.alloc(0), severity, drop };
    const start = this.#framer.seal(this.#encoder);
    return { frame: Buffer.from(this.#encoder.buffer.subarray(start, this.#encoder.end)), severity, drop };
  }

  /**
   * Compares an outcome with what the record path makes of the line.
   *
   * @throws AssertionError where they differ, uuid and signature aside; the time as well if the line has none
   */
  assertSame(line: string, outcome: Outcome): void {
    const expected = this.byRecordPath(line);
    assert.equal(outcome.drop, expected.drop, line);
    if (expected.drop !== '') return;
    assert.equal(outcome.severity, expected.severity, line);
    const message = this.#message(outcome.frame);
    if (outcome.isFast) {
      const again = messageCodec.encode(messageCodec.decode(message)).finish();
      assert.ok(message.equals(again), `protobufjs encodes it otherwise: ${line}`);
    }
    const got = this.#comparable(outcome.frame);
    const wanted = this.#comparable(expected.frame);
    if (got.equals(wanted)) return;
    assert.ok(readsClock(got, wanted), `${line}\n${got.toString('latin1')}\n${wanted.toString('latin1')}`);
  }

  /** The message without its uuid, once its frame and that are known to be right. */
  #comparable(frame: Buffer): Buffer {
    const message = this.#message(frame);
    const uuid = message.subarray(2, 18);
    assert.equal((uuid[6] ?? 0) >> 4, 4, 'a uuid of version 4');
    assert.equal((uuid[8] ?? 0) >> 6, 2, 'a uuid of its variant');
    return message.subarray(18);
  }

  /** The message in a frame, once the header is known to be right. */
  #message(frame: Buffer): Buffer {
    if (!this.#framing) return frame;
    const message = frame.subarray(3 + (frame[1] ?? 0));
    const signer = { signer: 'ops', keyVersion: 1, key: 'secret', hashFunction: 'md5' } as const;
    assert.deepEqual(frame, this.#signed ? signedFrame(message, signer) : unsignedFrame(message));
    return message;
  }

  #take(outcome: Outcome): void {
    this.outcomes.push(outcome);
    this.onOutcome(outcome);
  }
}

/** Whether two messages differ in nothing but a time that was read from the clock. */
function readsClock(one: Buffer, other: Buffer): boolean {
  const age = Date.now() * 1e6 - timestampOf(one);
  return age < 60e9 && age > -1e9 && withoutTimestamp(one).equals(withoutTimestamp(other));
}

function withoutTimestamp(message: Buffer): Buffer {
  let at = 1;
  while ((message[at] ?? 0) > 0x7f) at++;
  return message.subarray(at + 1);
}

function timestampOf(message: Buffer): number {
  let value = 0;
  let at = 1;
  for (let factor = 1; ; factor *= 128, at++) {
    value += ((message[at] ?? 0) & 0x7f) * factor;
    if ((message[at] ?? 0) <= 0x7f) return value;
  }
}

import type { Clock, Timer } from '../../clock.ts';
import { HekaError } from '../../errors.ts';
import type { MessageFilter } from '../../filter/message-filter.ts';
import type { Framer } from '../../framing/framer.ts';
import type { EncodedBytes } from '../../matcher/encoded/encoded-message.ts';
import type { FrameBatch } from '../../queue/frame-store.ts';
import type { RecordEncoder } from '../../record/record-encoder.ts';
import type { Lane } from '../lane/lane.ts';
import type { DropReason } from '../lane/ledger.ts';
import { FrameWriter } from './frame-writer.ts';
import { passingFrames } from './passing-frames.ts';

/** When the frames of an intake are handed on. */
export interface Batching {
  /** Milliseconds between the first frame and the write; 0 is the end of the tick. */
  readonly flushIntervalMs: number;
  /** Bytes at which the write comes at the end of the tick, whatever the interval. */
  readonly flushBytes: number;
}

/** What an intake needs. */
interface IntakeParts {
  readonly lane: Lane;
  readonly framer: Framer;
  /** Makes the encoder of records. It is called again for records that are logged while another one is encoded. */
  readonly createRecords: () => RecordEncoder;
  /** Encodes messages of our own, whatever the mapping of records is. */
  readonly messages: RecordEncoder;
  /** Undefined: every message is sent. Messages of our own always are. */
  readonly filter: MessageFilter | undefined;
  readonly batching: Batching;
  readonly clock: Clock;
  /** Called for the first message of a turn of the event loop, before the lane is woken, and for each that is dropped. */
  readonly onBusy: () => void;
  /** Called with what is wrong with a record; it is counted as dropped. */
  readonly onInvalid: (error: HekaError) => void;
}

/**
 * Where messages come in: as records, which are encoded at once because they may change, or as finished frames. The
 * lane is woken at the end of the tick, never inside of the call.
 */
export class Intake {
  readonly #parts: IntakeParts;
  readonly #records: RecordEncoder;
  readonly #writer: FrameWriter;
  #truncated = 0;
  #filtered = 0;
  /** What writes a frame at the moment. */
  #writing: FrameWriter | undefined;
  #wakeScheduled = false;
  /** Logs what is collected elsewhere. */
  #deferred: (() => void) | undefined;
  #batchTimer: Timer | undefined;
  /** Called for what comes after the end; undefined before. */
  #onLate: (() => void) | undefined;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    this.#records = parts.createRecords();
    this.#writer = new FrameWriter(parts.framer, parts.lane);
  }

  /** Messages that were cut. */
  get truncated(): number {
    return this.#truncated;
  }

  /** Messages that did not pass the filter. */
  get filtered(): number {
    return this.#filtered;
  }

  /** True if a message of our own may be logged now: not while a record is encoded, nor after the end. */
  get free(): boolean {
    return this.#onLate === undefined && this.#writing === undefined;
  }

  /** Encodes and queues a record. Returns false if it was dropped at once. Never throws. */
  log(record: unknown): boolean {
    this.takeDeferred();
    if (this.#onLate !== undefined) return this.#refuseLate(1);
    return this.#add(this.#records, record);
  }

  /** The same for a message of our own, while the intake is {@link Intake.free}. */
  logMessage(message: object): boolean {
    return this.#add(this.#parts.messages, message);
  }

  /**
   * Queues finished frames: each a whole Heka frame as {@link Framer} makes it, of at most `maxMessageBytes`.
   *
   * @returns the number of frames that were not dropped at once
   */
  logFrames(batch: FrameBatch): number {
    this.takeDeferred();
    if (this.#onLate !== undefined) {
      this.#refuseLate(batch.count);
      return 0;
    }
    // The batch may take the place of the frame that is being written.
    this.#writing?.stepAside();
    if (!this.#wakeScheduled) this.#parts.lane.keepTime();
    const taken = this.#pushAll(batch);
    if (!this.#wakeScheduled) this.#scheduleWake();
    return taken;
  }

  /** See {@link Delivery.defer}. */
  defer(take: () => void): void {
    const { batching, clock, filter, lane } = this.#parts;
    // A function of the application's is called within the log call, as it expects.
    if (filter !== undefined || this.#onLate !== undefined) {
      take();
      return;
    }
    this.#deferred = take;
    if (this.#wakeScheduled) return;
    lane.keepTime();
    if (batching.flushIntervalMs === 0) this.#scheduleWake();
    else clock.setImmediate(this.takeDeferred);
  }

  /** Has what was deferred logged. */
  readonly takeDeferred = (): void => {
    const take = this.#deferred;
    if (take === undefined) return;
    this.#deferred = undefined;
    take();
    // The delivery may have been put to rest meanwhile.
    this.#parts.onBusy();
  };

  /** Accepts nothing from now on: whatever is logged is dropped as `closed`, and `onLate` is called for it. */
  close(onLate: () => void): void {
    this.#onLate = onLate;
  }

  /** Stops the timer. */
  stop(): void {
    this.#parts.clock.clear(this.#batchTimer);
    this.#batchTimer = undefined;
  }

  #add(records: RecordEncoder, record: unknown, writer = this.#writer): boolean {
    const outer = this.#writing;
    if (outer !== undefined && writer === this.#writer) return this.#addNested(record);
    outer?.stepAside();
    this.#writing = writer;
    try {
      writer.begin();
      const outcome = records.encode(record, writer.encoder);
      if (outcome.drop !== 'encode' && !this.#passes(records, writer.encoder)) return true;
      if (outcome.drop === 'encode' && outcome.error !== undefined) this.#parts.onInvalid(outcome.error);
      if (outcome.drop !== '') return this.#refuse(outcome.drop);
      // Once per turn of the event loop is precise enough.
      if (!this.#wakeScheduled) this.#parts.lane.keepTime();
      if (!writer.finish(outcome.severity & 7)) return false;
      if (outcome.truncated) this.#truncated++;
    } catch (error) {
      this.#parts.onInvalid(new HekaError('INVALID_MESSAGE', 'a record could not be encoded', error));
      return this.#refuse('encode');
    } finally {
      this.#writing = outer;
    }
    if (!this.#wakeScheduled) this.#scheduleWake();
    return true;
  }

  #passes(records: RecordEncoder, message: EncodedBytes): boolean {
    const { filter, messages } = this.#parts;
    if (filter === undefined || records === messages || filter.passes(message)) return true;
    this.#filtered++;
    return false;
  }

  #pushAll(batch: FrameBatch): number {
    const { filter, framer, lane } = this.#parts;
    if (filter === undefined) return lane.pushAll(batch);
    let taken = 0;
    let passed = 0;
    for (const part of passingFrames(batch, filter, framer.framing)) {
      taken += lane.pushAll(part);
      passed += part.count;
    }
    this.#filtered += batch.count - passed;
    return taken;
  }

  /** A getter or `toJSON` of a record has logged while it is encoded: that needs an encoder of its own. */
  #addNested(record: unknown): boolean {
    const records = this.#parts.createRecords();
    return this.#add(records, record, new FrameWriter(this.#parts.framer, this.#parts.lane));
  }

  #scheduleWake(): void {
    const { batching, lane, clock, onBusy } = this.#parts;
    onBusy();
    if (batching.flushIntervalMs > 0 && lane.unsentBytes < batching.flushBytes) {
      if (this.#batchTimer !== undefined) return;
      this.#batchTimer = clock.setTimeout(this.#wake, batching.flushIntervalMs);
      this.#batchTimer.unref();
      return;
    }
    this.#wakeScheduled = true;
    // Not unref'd: an event loop that is waiting for something else would run it only when that happens.
    clock.setImmediate(this.#wake);
  }

  readonly #wake = (): void => {
    this.takeDeferred();
    this.#wakeScheduled = false;
    this.stop();
    this.#parts.lane.wake();
  };

  #refuseLate(messages: number): false {
    this.#parts.lane.refuse('closed', messages);
    this.#onLate?.();
    return false;
  }

  #refuse(reason: DropReason): false {
    this.#parts.onBusy();
    this.#parts.lane.refuse(reason);
    return false;
  }
}

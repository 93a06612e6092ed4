import { type RecordEncoder, type RecordMapping, winstonRecords } from 'heka-core';

/** Levels of a logger: the rank of each, 0 the most severe. */
export type Levels = Readonly<Record<string, number>>;

/** The mapping of winston's records, which learns of its logger only when the transport is added to it. */
export class LoggerRecords {
  #levels: Levels | undefined;
  #defaultMeta: object | undefined;
  #encoder: RecordEncoder | undefined;

  /** For `createDelivery`, which calls it first for the encoder that lives as long as the delivery. */
  readonly mapping: RecordMapping = (options) => {
    const encoder = winstonRecords(options);
    this.#tell(encoder);
    this.#encoder ??= encoder;
    return encoder;
  };

  /** Takes over what a logger knows about its records. */
  know(levels: Levels, defaultMeta: unknown): void {
    this.#levels = levels;
    this.#defaultMeta = typeof defaultMeta === 'object' && defaultMeta !== null ? defaultMeta : undefined;
    if (this.#encoder !== undefined) this.#tell(this.#encoder);
  }

  #tell(encoder: RecordEncoder): void {
    if (this.#levels === undefined) return;
    encoder.setLevels?.(this.#levels);
    encoder.setDefaults?.(this.#defaultMeta);
  }
}

import {
  canTranscodeLines,
  createDelivery,
  createLineReader,
  type Delivery,
  type HekaOptions,
  type LineReader,
  type LoggerConfig,
  LoggerRecords,
  type MappingOptions,
  pinoRecords,
} from 'heka-core';

/**
 * The lines of a logger, on their way into a delivery. Most become frames without being parsed to objects first; those
 * that the transcoder declines are logged as records. What a line means may depend on what the logger says later.
 */
export class LoggerLines {
  readonly delivery: Delivery<unknown>;
  readonly #records = new LoggerRecords(pinoRecords);
  #config: LoggerConfig = {};
  /** The options of the mapping, known as soon as there is a delivery. */
  #mapping: MappingOptions | undefined;
  #reader: LineReader | undefined;

  /**
   * @param otherNames names of options that are somebody else's
   * @throws HekaError `INVALID_OPTION` if an option has a wrong value
   */
  constructor(options: HekaOptions, otherNames: readonly string[] = []) {
    const { mapping } = this.#records;
    this.delivery = createDelivery(
      options,
      (mappingOptions) => {
        this.#mapping = mappingOptions;
        return mapping(mappingOptions);
      },
      otherNames,
    );
  }

  /** Whether lines become frames without records in between, except the odd one. */
  get areTranscoded(): boolean {
    return this.#mapping !== undefined && canTranscodeLines(this.#mapping, this.#config);
  }

  /** Takes some text: whole lines or parts of them. What is complete is queued when this returns. Never throws. */
  write(chunk: string | Uint8Array): void {
    this.#reader ??= this.#openReader();
    this.#reader?.write(chunk);
  }

  /** Takes the last line, if it has no newline. */
  end(): void {
    this.#reader?.end();
  }

  /** Takes one line without its newline. */
  log(line: string): void {
    this.delivery.log(line);
  }

  /** Takes over what a logger knows about its lines, in place of what was known before; undefined changes nothing. */
  configure(config: LoggerConfig | undefined): void {
    if (config === undefined) return;
    const rest = this.#reader?.takeRest();
    this.#reader = undefined;
    this.#config = config;
    this.#records.configure(config);
    if (rest !== undefined && rest.length > 0) this.write(rest);
  }

  #openReader(): LineReader | undefined {
    const { delivery } = this;
    if (this.#mapping === undefined) return undefined;
    return createLineReader({
      mapping: this.#mapping,
      config: this.#config,
      records: pinoRecords,
      sink: {
        frames: (batch) => void delivery.logFrames(batch),
        record: (line) => void delivery.log(line),
      },
      ...delivery.frameOptions,
    });
  }
}

import {
  canTranscodeLines,
  createDelivery,
  createLineReader,
  type Delivery,
  HekaError,
  type HekaOptions,
  type LineReader,
  type LoggerConfig,
  LoggerRecords,
  type MappingOptions,
  pinoRecords,
} from 'heka-core';

/**
 * Lines that wait are written at this many characters at the latest: what they need in memory does not count for the
 * queue. It is a multiple of what most applications log in one turn of the event loop.
 */
const MAX_WAITING_CHARACTERS = 131_072;

/**
 * The lines of a logger, on their way into a delivery. Most become frames without being parsed to objects first; those
 * that the transcoder declines are logged as records. What a line means may depend on what the logger says later.
 */
export class LoggerLines {
  readonly delivery: Delivery<unknown>;
  readonly #records = new LoggerRecords(pinoRecords);
  #config: LoggerConfig | undefined;
  /** The options of the mapping, known as soon as there is a delivery. */
  #mapping: MappingOptions | undefined;
  #reader: LineReader | undefined;
  /** Lines that wait for the end of the turn: a hundred lines at once cost half of what they cost one by one. */
  #waiting = '';

  /**
   * @param otherNames names of options that are somebody else's
   * @throws HekaError `INVALID_OPTION` if an option has a wrong value
   */
  constructor(options: HekaOptions, otherNames: readonly string[] = []) {
    const { mapping } = this.#records;
    this.delivery = createDelivery(
      options,
      (mappingOptions) => {
        refuseFormatted(mappingOptions);
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

  /**
   * Takes some text: whole lines or parts of them. Single lines that can wait are queued when the delivery is asked for
   * anything, or at the end of the turn; all others when this returns. Never throws.
   */
  write(chunk: string | Uint8Array): void {
    if (typeof chunk === 'string' && this.#reader?.canWait(chunk) === true) this.#collect(chunk);
    else this.#writeNow(chunk);
  }

  #collect(line: string): void {
    const isFirst = this.#waiting === '';
    this.#waiting += line;
    if (isFirst) this.delivery.defer(this.#takeWaiting);
    else if (this.#waiting.length >= MAX_WAITING_CHARACTERS) this.#takeWaiting();
  }

  readonly #takeWaiting = (): void => {
    const text = this.#waiting;
    if (text === '') return;
    this.#waiting = '';
    this.#reader?.write(text);
  };

  #writeNow(chunk: string | Uint8Array): void {
    this.#takeWaiting();
    this.#reader ??= this.#openReader();
    this.#reader?.write(chunk);
  }

  /** Takes the last line, if it has no newline. */
  end(): void {
    this.#takeWaiting();
    this.#reader?.end();
  }

  /** Takes one line without its newline. */
  log(line: string): void {
    this.delivery.log(line);
  }

  /** Takes over what a logger knows about its lines, in place of what was known before; undefined changes nothing. */
  configure(config: LoggerConfig | undefined): void {
    if (config === undefined) return;
    this.#takeWaiting();
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

/** @throws HekaError `INVALID_OPTION` */
function refuseFormatted({ payload }: MappingOptions): void {
  if (payload !== 'formatted') return;
  throw new HekaError(
    'INVALID_OPTION',
    'option "payload" is "formatted", allowed: "message" or "json"; "formatted" is for winston only',
  );
}

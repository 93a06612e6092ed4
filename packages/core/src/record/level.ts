import { MessageEncoder } from '../wire/message-encoder.ts';
import { WordBytes } from '../wire/word-bytes.ts';

/** One level of a logger, and the parts of its messages that seldom change, encoded once. */
export class Level {
  readonly severity: number;
  /** The constant fields of its messages: `level` and those of the option `fields`. */
  readonly #fields: WordBytes;
  readonly #envVersion: string;
  #type: string | undefined;
  #logger: string | undefined;
  #pid: number | undefined;
  #hostname: string | undefined;
  #head: WordBytes | undefined;
  #tail: WordBytes | undefined;

  /**
   * @param fields encoded fields that come before those of the record
   */
  constructor(severity: number, envVersion: string, fields: WordBytes) {
    this.severity = severity;
    this.#envVersion = envVersion;
    this.#fields = fields;
  }

  /** Writes the headers before the payload: type, logger, severity. */
  writeHead(encoder: MessageEncoder, type: string, logger: string | undefined): void {
    if (this.#head === undefined || type !== this.#type || logger !== this.#logger) {
      this.#type = type;
      this.#logger = logger;
      this.#head = encodedBytes((target) => {
        target.type(type);
        if (logger !== undefined) target.logger(logger);
        target.severity(this.severity);
      });
    }
    encoder.copy(this.#head);
  }

  /** Writes the headers behind the payload (env_version, pid, hostname) and the constant fields. */
  writeTail(encoder: MessageEncoder, pid: number, hostname: string): void {
    if (this.#tail === undefined || pid !== this.#pid || hostname !== this.#hostname) {
      this.#pid = pid;
      this.#hostname = hostname;
      this.#tail = encodedBytes((target) => {
        target.envVersion(this.#envVersion);
        target.pid(pid);
        target.hostname(hostname);
        target.copy(this.#fields);
      });
    }
    encoder.copy(this.#tail);
  }
}

/** Bytes of headers or fields, to be copied into messages. */
export function encodedBytes(write: (encoder: MessageEncoder) => void): WordBytes {
  const encoder = new MessageEncoder({ initialBytes: 0 });
  encoder.begin(0, 0);
  const mark = encoder.mark();
  write(encoder);
  return new WordBytes(encoder.buffer.subarray(mark, encoder.end));
}

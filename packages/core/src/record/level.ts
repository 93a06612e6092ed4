import { MessageEncoder } from '../wire/message-encoder.ts';
import { TAG_ENV_VERSION, TAG_HOSTNAME, TAG_LOGGER, TAG_PID, TAG_SEVERITY, TAG_TYPE } from '../wire/tags.ts';
import { beginMessage, writeEncoded, writeTaggedInteger, writeTaggedText } from '../wire/write/headers.ts';
import { WordBytes } from '../wire/write/word-bytes.ts';

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
  #head = new WordBytes(new Uint8Array());
  #tail = new WordBytes(new Uint8Array());

  /**
   * @param fields encoded fields that come before those of the record
   */
  constructor(severity: number, envVersion: string, fields: WordBytes) {
    this.severity = severity;
    this.#envVersion = envVersion;
    this.#fields = fields;
  }

  /** The headers before the payload: type, logger, severity. */
  head(type: string, logger: string | undefined): WordBytes {
    if (type !== this.#type || logger !== this.#logger) {
      this.#type = type;
      this.#logger = logger;
      this.#head = encodedBytes((encoder, at) => {
        const loggerAt = writeTaggedText(encoder, at, TAG_TYPE, type);
        const severityAt =
          logger === undefined ? loggerAt : writeTaggedText(encoder, loggerAt, TAG_LOGGER, logger);
        return writeTaggedInteger(encoder, severityAt, TAG_SEVERITY, this.severity);
      });
    }
    return this.#head;
  }

  /** The headers behind the payload (env_version, pid, hostname), and the constant fields. */
  tail(pid: number, hostname: string): WordBytes {
    if (pid !== this.#pid || hostname !== this.#hostname) {
      this.#pid = pid;
      this.#hostname = hostname;
      this.#tail = encodedBytes((encoder, at) => {
        const pidAt = writeTaggedText(encoder, at, TAG_ENV_VERSION, this.#envVersion);
        const hostnameAt = writeTaggedInteger(encoder, pidAt, TAG_PID, pid);
        const fieldsAt = writeTaggedText(encoder, hostnameAt, TAG_HOSTNAME, hostname);
        return writeEncoded(encoder, fieldsAt, this.#fields);
      });
    }
    return this.#tail;
  }
}

/**
 * Bytes of headers or fields, to be copied into messages.
 *
 * @param write writes them at an offset, and returns where they end
 */
export function encodedBytes(write: (encoder: MessageEncoder, at: number) => number): WordBytes {
  const encoder = new MessageEncoder({ initialBytes: 0 });
  const at = beginMessage(encoder, 0, 0);
  const end = write(encoder, at);
  return new WordBytes(encoder.buffer.subarray(at, end));
}

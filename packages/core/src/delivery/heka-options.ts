import type { FieldTypeOption, SeverityOverrides } from '../record/value/mapping-options.ts';
import type { PlaceAliases, PlaceOptions, TlsSettings } from '../sender/sender-options.ts';

/** Bytes: a whole number, or a text such as `'64kb'` or `'16mb'` (1 kb is 1,024 bytes). */
export type Size = number | string;

/** The key that messages are signed with: itself, or where it is read from at the start. */
export type HmacKey =
  | string
  | Uint8Array
  /** Path of the key's file; a line break at its end does not count. */
  | { readonly file: string }
  /** Name of the environment variable that holds the key. */
  | { readonly env: string };

/** Signing of messages (option `hmac`). It proves who wrote a message; it does not encrypt. */
export interface HmacOption {
  /** Name that the receiver knows the key by, 1 to 218 bytes. */
  readonly signer: string;
  /** Version of the key; the receiver looks `<signer>_<keyVersion>` up. Alias `key_version`. @default 1 */
  readonly keyVersion?: number;
  /** The secret. Never shown in an error, an event or a log. */
  readonly key: HmacKey;
  /** Any case. Alias `hash_function`. @default 'sha1' */
  readonly hashFunction?: 'sha1' | 'md5' | 'SHA1' | 'MD5';
  /** The name of {@link keyVersion} in heka-py. */
  readonly key_version?: number;
  /** The name of {@link hashFunction} in heka-py. */
  readonly hash_function?: 'sha1' | 'md5' | 'SHA1' | 'MD5';
}

/** How the delay between attempts grows (option `backoffStrategy`). */
export interface BackoffOption {
  /** `exponential` multiplies, `fibonacci` adds up (1, 1, 2, 3, 5, ...), `fixed` stays. @default 'exponential' */
  readonly name?: 'exponential' | 'fibonacci' | 'fixed';
  /** Milliseconds before the second attempt. @default 1000 */
  readonly initialDelay?: number;
  /** Milliseconds at most; not below `initialDelay`. @default 30000 */
  readonly maxDelay?: number;
  /** Growth of `exponential`, from 1. @default 2 */
  readonly factor?: number;
  /** Share of each delay that is random, 0 to 1; 1 is full jitter. @default 1 */
  readonly randomisationFactor?: number;
}

/** Limits of the memory queue (option `queue`). */
export interface QueueOption {
  /** Bytes retained at most, messages not yet sent and not yet confirmed together; at least 1 MiB. @default '64mb' */
  readonly maxBytes?: Size;
  /**
   * What goes when the queue is full: `drop-oldest`, `drop-newest` (the message being logged), or
   * `drop-lowest-severity` (the least severe, the oldest of them first). @default 'drop-oldest'
   */
  readonly overflow?: 'drop-oldest' | 'drop-newest' | 'drop-lowest-severity';
}

/** How attempts to connect are repeated. */
export interface ReconnectSettings {
  /** False gives up after the first failure. @default true */
  readonly reconnect?: boolean;
  /** Failed attempts in a row before the queue is dropped as `gave-up`. @default Infinity */
  readonly reconnectTries?: number;
  /** Delays between attempts. */
  readonly backoffStrategy?: BackoffOption;
  /** Milliseconds for one attempt: DNS, TCP and TLS. @default 10000 */
  readonly connectTimeout?: number;
}

/** What is promised about a message that was accepted. */
export interface DeliverySettings {
  /**
   * `at-least-once` keeps a message until its connection was confirmed by its close; `best-effort` until the kernel
   * has taken it. Udp knows `best-effort` only. @default 'at-least-once' (udp: 'best-effort')
   */
  readonly delivery?: 'at-least-once' | 'best-effort';
  /** Bytes on one connection before it is closed to be confirmed. @default '4mb', at most a quarter of `queue.maxBytes` */
  readonly confirmBytes?: Size;
  /** Milliseconds before it is closed anyway, times a random 0.5 to 1.5. @default 300000 */
  readonly confirmInterval?: number;
  /** Milliseconds that the next connection must outlive a closed one before that one counts. @default 2000 */
  readonly settleTime?: number;
  /** Milliseconds a closed connection may take to be confirmed before it is suspected. @default 30000 */
  readonly confirmTimeout?: number;
  /** True: a connection carries nothing before the one before it has ended. @default false */
  readonly ordered?: boolean;
  /** The memory queue. */
  readonly queue?: QueueOption;
}

/** When bytes go out, and in which form. */
export interface BatchingSettings {
  /** Milliseconds between the first message and the write; 0 is the end of the tick. @default 0 */
  readonly flushInterval?: number;
  /** Bytes at which a write happens early. @default '64kb' */
  readonly flushBytes?: Size;
  /** Bytes of one message at most; over udp at most what fits a datagram. @default 65536 */
  readonly maxMessageBytes?: Size;
  /** A larger message is cut (payload first, then the longest texts) or dropped. @default 'truncate' */
  readonly oversize?: 'truncate' | 'drop';
  /** False sends bare messages, one per datagram, as Hindsight's udp input wants them; udp only. @default true */
  readonly framing?: boolean;
  /** Bytes of one datagram at most, 1024 to 65507; stock receivers cut at 8192. Alias `maxUdpPacketSize`. @default 8192 */
  readonly maxDatagramBytes?: Size;
}

/** How a record becomes a message. */
export interface MappingSettings {
  /** Message type. @default 'log' */
  readonly type?: string;
  /** Member of the record that holds the type. */
  readonly typeKey?: string;
  /** Message logger. @default the logger's own name, else `service`, else the nearest package.json's name */
  readonly logger?: string;
  /** @default the record's, else the machine's */
  readonly hostname?: string;
  /** @default the record's, else the process's */
  readonly pid?: number;
  /** @default '0.8' */
  readonly envVersion?: string;
  /** Constant fields of each message. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Severity (0 to 7) by level name or number, before the built-in ones. Alias `levelMap`. */
  readonly severities?: SeverityOverrides;
  /** What the payload is: the message's text, the record as JSON, or the formatted line. @default 'message' */
  readonly payload?: 'message' | 'json' | 'formatted';
  /** Member that holds the message. @default winston 'message', pino 'msg' */
  readonly messageKey?: string;
  /** Member that holds the time; false takes the time of the log call. @default winston 'timestamp', pino 'time' */
  readonly timeKey?: string | false;
  /** Member that holds the level. @default 'level' */
  readonly levelKey?: string;
  /** Member that holds an error. @default 'err' */
  readonly errorKey?: string;
  /** Member whose members count as the record's own. */
  readonly nestedKey?: string;
  /** `flat` joins causes into message and stack, `nested` keeps them as members. @default 'flat' */
  readonly errorCause?: 'flat' | 'nested';
  /** Between the names of nested members. @default '.' */
  readonly separator?: string;
  /** Levels of nesting that become fields; deeper ones become JSON. @default 8 */
  readonly maxDepth?: number;
  /** Fields of one message; the rest becomes one field of JSON. @default 256 */
  readonly maxFields?: number;
  /** `double` makes every number a DOUBLE; `auto` keeps integers. @default 'auto' */
  readonly numbers?: 'auto' | 'double';
  /** Type and representation by field name. */
  readonly fieldTypes?: Readonly<Record<string, FieldTypeOption>>;
  /** The only encoding of this version. @default 'protobuf' */
  readonly encoding?: 'protobuf';
}

/** End of life, errors and statistics. */
export interface LifeSettings {
  /** Milliseconds for the end of life, all stages together; below 10000. @default 5000 */
  readonly closeTimeout?: number;
  /** Called with each error that is also an event. */
  readonly onError?: (error: Error) => void;
  /** True prints nothing on stderr. Alias `silenceErrors`. @default false */
  readonly quiet?: boolean;
  /** Milliseconds between `stats` events; 0 is never. @default 0 */
  readonly statsInterval?: number;
}

/** Names that other loggers' transports and the old clients use. One name of an option may be given. */
export interface OptionAliases extends PlaceAliases {
  /** {@link HekaOptions.hmac} in heka-py and heka-node. */
  readonly hmc?: HmacOption;
  /** {@link MappingSettings.severities} in pino-loki. */
  readonly levelMap?: SeverityOverrides;
  /** {@link LifeSettings.quiet} in pino-loki. */
  readonly silenceErrors?: boolean;
  /** {@link BatchingSettings.maxDatagramBytes} in pino-socket. */
  readonly maxUdpPacketSize?: Size;
  /** {@link QueueOption.maxBytes} in pino-socket. */
  readonly recoveryQueueMaxSize?: Size;
  /** pino-socket: true is {@link DeliverySettings.delivery} `'at-least-once'`, false `'best-effort'`. */
  readonly recovery?: boolean;
}

/**
 * The options of a delivery. All are optional: the defaults send to a receiver on this machine. They are checked once,
 * at construction: a wrong value throws a `HekaError` with code `INVALID_OPTION`, an unknown name warns.
 *
 * Durations are milliseconds and fit a timer (at most 2^31-1).
 */
export interface HekaOptions
  extends PlaceOptions,
    TlsSettings,
    ReconnectSettings,
    DeliverySettings,
    BatchingSettings,
    MappingSettings,
    LifeSettings,
    OptionAliases {
  /** Signs each message. Alias `hmc`. @default unsigned */
  readonly hmac?: HmacOption;
}

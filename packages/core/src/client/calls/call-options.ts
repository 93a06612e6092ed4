import type { SeverityName } from '../../message/severity.ts';
import type { Fields } from '../fields/read-fields.ts';
import type { CallTimestamp } from './read-call.ts';

/** What every call may say about its message. */
export interface CallOptions {
  /** Message logger. @default the client's */
  readonly logger?: string | undefined;
  /** 0 to 7, or a name such as `'warning'`. @default the client's */
  readonly severity?: number | SeverityName | undefined;
  readonly fields?: Fields | undefined;
}

/** What a message is made of, see {@link ClientApi.heka}. */
export interface HekaCallOptions extends CallOptions {
  /** @default '' */
  readonly payload?: string | undefined;
  /**
   * A Date, or nanoseconds since 1970 as a bigint. Of a number the magnitude says what it counts, from seconds to
   * nanoseconds; a text is ISO 8601 with a zone. @default now
   */
  readonly timestamp?: CallTimestamp | undefined;
  /** @default the option `pid`, else the process's */
  readonly pid?: number | undefined;
  /** @default the option `hostname`, else the machine's */
  readonly hostname?: string | undefined;
  /** @default the option `envVersion` */
  readonly envVersion?: string | undefined;
}

/** A counter, gauge or timer that may be sampled. */
export interface MetricOptions extends CallOptions {
  /** The share of calls that are sent, 0 to 1; the field `rate` has it. @default 1 */
  readonly rate?: number | undefined;
}

/** See {@link ClientApi.incr}. */
export interface CounterOptions extends MetricOptions {
  /** @default 1 */
  readonly count?: number | bigint | undefined;
}

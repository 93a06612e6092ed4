import { describeValue } from '../../options/describe-value.ts';
import { nearestName } from '../../options/nearest-name.ts';
import { prepareFields } from '../fields/prepare-fields.ts';
import { type ClientField, type FieldRules, readFields } from '../fields/read-fields.ts';
import { invalidMessage, wrongValue } from '../fields/typed-value.ts';
import type { CallOptions, CounterOptions, HekaCallOptions, MetricOptions } from './call-options.ts';
import type { ClientRecord } from './client-record.ts';
import { readName, readPid, readRate, readSeverity, readText, readTimestamp } from './read-call.ts';

/** What counts if a call does not say otherwise. */
interface CallDefaults {
  readonly logger: string;
  readonly severity: number;
  readonly rules: FieldRules;
}

/** What a counter, gauge or timer is. */
interface Metric {
  readonly type: string;
  readonly name: unknown;
  readonly payload: string;
}

const MESSAGE_OPTIONS: ReadonlySet<string> = new Set([
  'logger',
  'severity',
  'fields',
  'payload',
  'timestamp',
  'pid',
  'hostname',
  'envVersion',
] satisfies (keyof HekaCallOptions)[]);
const METRIC_OPTIONS: ReadonlySet<string> = new Set([
  'logger',
  'severity',
  'fields',
  'rate',
] satisfies (keyof MetricOptions)[]);
const COUNTER_OPTIONS: ReadonlySet<string> = new Set([
  ...METRIC_OPTIONS,
  'count' satisfies keyof CounterOptions,
]);

const NO_OPTIONS = {};
const NO_FIELDS: readonly ClientField[] = [];

/** Checks calls, and fills in what they do not say. Each method throws a HekaError `INVALID_MESSAGE`. */
export class CallReader {
  readonly #defaults: CallDefaults;

  constructor(defaults: CallDefaults) {
    this.#defaults = defaults;
  }

  /** Any message. */
  message(type: unknown, options: HekaCallOptions | undefined): ClientRecord {
    const given = readOptions(options, MESSAGE_OPTIONS);
    const { payload, timestamp, pid, hostname, envVersion } = given;
    return {
      type: readName('type', type),
      logger: this.#logger(given),
      severity: this.#severity(given),
      payload: payload === undefined ? '' : readText('payload', payload),
      metric: undefined,
      fields: this.#fields(given),
      time: timestamp === undefined ? undefined : readTimestamp(timestamp),
      pid: pid === undefined ? undefined : readPid(pid),
      hostname: hostname === undefined ? undefined : readText('hostname', hostname),
      envVersion: envVersion === undefined ? undefined : readText('envVersion', envVersion),
    };
  }

  /** A counter, gauge or timer. */
  metric({ type, name, payload }: Metric, options: MetricOptions | undefined): ClientRecord {
    const given = readOptions(options, type === 'counter' ? COUNTER_OPTIONS : METRIC_OPTIONS);
    return {
      type,
      logger: this.#logger(given),
      severity: this.#severity(given),
      payload,
      metric: { name: readName('name', name), rate: rateOf(given) },
      fields: this.#fields(given),
      time: undefined,
      pid: undefined,
      hostname: undefined,
      envVersion: undefined,
    };
  }

  /** A message of a level. */
  oldstyle(severity: number, payload: string): ClientRecord {
    return {
      type: 'oldstyle',
      logger: this.#defaults.logger,
      severity,
      payload,
      metric: undefined,
      fields: NO_FIELDS,
      time: undefined,
      pid: undefined,
      hostname: undefined,
      envVersion: undefined,
    };
  }

  #logger({ logger }: CallOptions): string {
    return logger === undefined ? this.#defaults.logger : readText('logger', logger);
  }

  #severity({ severity }: CallOptions): number {
    return severity === undefined ? this.#defaults.severity : readSeverity(severity);
  }

  #fields({ fields }: CallOptions): readonly ClientField[] {
    const { rules } = this.#defaults;
    return fields === undefined ? NO_FIELDS : readFields(prepareFields(fields, rules), rules);
  }
}

/** The sample rate that a call asks for. */
export function rateOf(options: MetricOptions | undefined): number {
  const { rate } = readOptions(options);
  return rate === undefined ? 1 : readRate(rate);
}

/** @param names what the options may be called; any, if it is absent */
function readOptions<T extends object>(options: T | undefined, names?: ReadonlySet<string>): T {
  if (options === undefined) return NO_OPTIONS as T;
  if (typeof options !== 'object' || options === null) throw wrongValue('options', options, 'an object');
  const unknown = names && Object.keys(options).find((name) => !names.has(name));
  if (names === undefined || unknown === undefined) return options;
  const nearest = nearestName(unknown, names);
  const what = `option ${describeValue(unknown)}`;
  const hint = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
  throw invalidMessage(what, 'unknown', `${[...names].join(', ')}${hint}`);
}

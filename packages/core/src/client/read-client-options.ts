import type { HekaOptions } from '../options/generated/heka-options.ts';
import { callback, record } from '../options/kinds.ts';
import { MemberReader } from '../options/member-reader.ts';
import { contradiction } from '../options/option-error.ts';
import type { OptionKind } from '../options/option-kind.ts';
import type { ClientOptions, ClientSettings } from './client-options.ts';
import { disabledTimersKind } from './disabled-timers.ts';
import { ALLOWED_SEVERITY, severityOf } from './severity-of.ts';

/** Names that are the client's own. */
const NAMES = [
  'severity',
  'disabledTimers',
  'filters',
  'plugins',
  'random',
  'capture',
] as const satisfies readonly (keyof ClientSettings)[];

/** Messages that are kept by default, as in heka-py. */
const CAPTURED = 100;

const severityKind: OptionKind<number | string, number> = {
  allowed: ALLOWED_SEVERITY,
  type: 'number | SeverityName',
  switch: 'text',
  parse: severityOf,
};

const captureKind: OptionKind<boolean | number, number> = {
  allowed: 'true, false, or the number of messages that are kept',
  type: 'boolean | number',
  switch: 'number',
  parse: (value) => {
    if (typeof value === 'boolean') return value ? CAPTURED : 0;
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  },
};

const randomKind = callback<() => number>('() => number');

/** The options of a client, checked as far as they are its own. */
export interface ReadClientOptions {
  readonly severity: number;
  readonly disabledTimers: ReadonlySet<string>;
  readonly random: () => number;
  /** Messages that are kept; 0: messages are sent. */
  readonly capture: number;
  readonly plugins: Readonly<Record<string, unknown>>;
  /** The options of its delivery. */
  readonly delivery: HekaOptions;
}

/**
 * Splits the options of a client.
 *
 * @throws HekaError `INVALID_OPTION` if one of the client's own is wrong
 */
export function readClientOptions(options: ClientOptions): ReadClientOptions {
  const reader = new MemberReader(options);
  const filters = reader.given('filters');
  const filter = reader.given('filter');
  if (filters !== undefined && filter !== undefined) {
    throw contradiction(filters.name, filter.name);
  }
  return {
    severity: reader.read('severity', severityKind, 6),
    disabledTimers: new Set(reader.read('disabledTimers', disabledTimersKind, [])),
    capture: reader.read('capture', captureKind, 0),
    random: reader.read('random', randomKind, Math.random),
    plugins: reader.read('plugins', record, {}),
    delivery: { ...withoutOwn(options), ...(filters !== undefined && { filter: options.filters }) },
  };
}

function withoutOwn(options: ClientOptions): HekaOptions {
  const rest: Record<string, unknown> = { ...options };
  for (const name of NAMES) delete rest[name];
  return rest;
}

import { severityMax, typeBlacklist, typeSeverityMax, typeWhitelist } from '../../filter/built-in-filters.ts';
import { integer, isRecord } from '../../options/kinds.ts';
import { MemberReader } from '../../options/member-reader.ts';
import { wrongOption } from '../../options/option-error.ts';
import type { OptionKind } from '../../options/option-kind.ts';
import type { FilterFunction } from '../../options/option-values.ts';
import { callProvider, type Providers } from '../plugins/call-provider.ts';
import type { PlaceName } from './place-name.ts';

const severity = integer({ max: 7 });

/** One type or several; heka-node has them as the names of members. */
const types: OptionKind<unknown, readonly string[]> = {
  allowed: 'a message type, or several',
  type: 'string',
  switch: 'text',
  parse: (value) => {
    if (isRecord(value)) return Object.keys(value);
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list.every((type) => typeof type === 'string') ? list : undefined;
  },
};

/** Severity by type, or `{ severity }` by type. */
const severitiesByType: OptionKind<unknown, Readonly<Record<string, number>>> = {
  allowed: 'an object of { severity: 0 to 7 } by message type',
  type: 'object',
  switch: 'json',
  parse: (value) => {
    if (!isRecord(value)) return undefined;
    const entries = Object.entries(value).map(
      ([type, each]) => [type, severity.parse(isRecord(each) ? each['severity'] : each)] as const,
    );
    return entries.every(([, number]) => number !== undefined)
      ? (Object.fromEntries(entries) as Record<string, number>)
      : undefined;
  },
};

/** The filters of the old clients, by heka-py's names. */
const BUILT_IN: Readonly<Record<string, (config: MemberReader) => FilterFunction>> = {
  severity_max: (config) => severityMax(config.require('severity', severity)),
  type_blacklist: (config) => typeBlacklist(config.require('types', types)),
  type_whitelist: (config) => typeWhitelist(config.require('types', types)),
  type_severity_max: (config) => typeSeverityMax(config.require('types', severitiesByType)),
};

/** `heka.filters.severity_max_provider`, `./filters:severityMaxProvider`; heka-py's docs leave the end out. */
const BUILT_IN_NAME = /^(?:heka\.filters\.|(?:[\w./-]*\/)?filters:)(\w+?)(?:_provider|Provider)?$/;

/**
 * Makes a filter of a configuration.
 *
 * @param filter a provider, or a pair of a provider and what it is called with
 * @param nameOf names a member of the filter for errors; the provider is its member `provider`
 * @throws HekaError `INVALID_OPTION`
 */
export function filterFromConfig(filter: unknown, nameOf: PlaceName, providers: Providers): FilterFunction {
  const [value, config = {}]: readonly unknown[] = Array.isArray(filter) ? filter : [filter];
  const provider = { name: nameOf('provider'), value };
  if (!isRecord(config)) throw wrongOption(nameOf('config'), config, 'an object');
  const builtIn = typeof value === 'string' ? builtInNamed(value) : undefined;
  if (builtIn === undefined || Object.hasOwn(providers, value as string)) {
    return callProvider(provider, config, providers) as FilterFunction;
  }
  const reader = new MemberReader(config, '', nameOf);
  const made = builtIn(reader);
  reader.refuseUnknown();
  return made;
}

function builtInNamed(provider: string): ((config: MemberReader) => FilterFunction) | undefined {
  const written = BUILT_IN_NAME.exec(provider)?.[1] ?? '';
  const name = written.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
}

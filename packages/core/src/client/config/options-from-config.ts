import { HekaError } from '../../errors.ts';
import { integer, record, text } from '../../options/kinds.ts';
import { MemberReader } from '../../options/member-reader.ts';
import { contradiction, wrongOption } from '../../options/option-error.ts';
import type { OptionKind } from '../../options/option-kind.ts';
import type { ClientOptions } from '../client-options.ts';
import { disabledTimersKind } from '../disabled-timers.ts';
import type { Providers } from '../plugins/call-provider.ts';
import { filterFromConfig } from './filter-from-config.ts';
import type { PlaceName } from './place-name.ts';
import { pluginFromConfig } from './plugin-from-config.ts';
import { streamOptions } from './stream-options.ts';

const STREAM_PREFIX = 'stream_';

const list: OptionKind<unknown, readonly unknown[]> = {
  allowed: 'an array',
  type: 'unknown[]',
  switch: 'json',
  parse: (value) => (Array.isArray(value) ? value : undefined),
};

/** A number, or its digits. */
const keyVersion: OptionKind<unknown, number> = {
  ...integer({ max: 2 ** 32 - 1 }),
  parse: (value) =>
    integer({ max: 2 ** 32 - 1 }).parse(
      typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
    ),
};

/**
 * The options of a client that a configuration of heka-py or heka-node stands for.
 *
 * @param config see {@link ClientConfig}
 * @param nameOf what a member is called in errors
 * @throws HekaError `INVALID_OPTION`
 */
export function optionsFromConfig(config: unknown, nameOf: PlaceName, providers: Providers): ClientOptions {
  const reader = new MemberReader(withStream(config), '', nameOf);
  const at =
    (...start: readonly string[]): PlaceName =>
    (...path) =>
      nameOf(...start, ...path);
  const stream = reader.read('stream', record);
  const filters = reader.read('filters', list, []);
  const plugins = reader.read('plugins', record, {});
  const own = {
    logger: reader.read('logger', text),
    severity: reader.read('severity', integer({ max: 7 })),
    disabledTimers: readTimers(reader),
  };
  if (stream === undefined) throw missingStream(reader, nameOf);
  const options: Readonly<Record<string, unknown>> = {
    ...own,
    filters:
      filters.length === 0
        ? undefined
        : filters.map((filter, index) => filterFromConfig(filter, at('filters', String(index)), providers)),
    plugins: Object.fromEntries(
      Object.entries(plugins).map(([name, plugin]) =>
        pluginFromConfig(name, plugin, at('plugins', name), providers),
      ),
    ),
    ...streamOptions(stream, at('stream')),
    hmac: readHmac(reader, stream, nameOf),
  };
  readEncoder(reader, stream, nameOf);
  reader.refuseUnknown();
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** The stream that is missing may be there under another name. */
function missingStream(reader: MemberReader, nameOf: PlaceName): HekaError {
  for (const name of ['encoder', 'hmac']) reader.given(name);
  const missing = `option "${nameOf('stream', 'class')}" is missing`;
  return new HekaError('INVALID_OPTION', [missing, ...reader.unknown()].join('; '));
}

/** Members at the top that start with `stream_` belong to the stream, and win over its own. */
function withStream(config: unknown): unknown {
  if (record.parse(config) === undefined) return config;
  const members = Object.entries(config as Readonly<Record<string, unknown>>);
  const isStream = ([name]: readonly [string, unknown]): boolean => name.startsWith(STREAM_PREFIX);
  const moved = members
    .filter(isStream)
    .map(([name, value]) => [name.slice(STREAM_PREFIX.length), value] as const);
  const rest = Object.fromEntries(members.filter((member) => !isStream(member)));
  if (moved.length === 0) return rest;
  const stream = record.parse(rest['stream']) ?? {};
  return { ...rest, stream: { ...stream, ...Object.fromEntries(moved) } };
}

function readTimers(reader: MemberReader): readonly string[] | undefined {
  const underscored = reader.read('disabled_timers', disabledTimersKind);
  const camelCased = reader.read('disabledTimers', disabledTimersKind);
  if (underscored !== undefined && camelCased !== undefined) {
    throw contradiction(reader.fullName('disabled_timers'), reader.fullName('disabledTimers'));
  }
  return underscored ?? camelCased;
}

/** heka-py has the key beside the stream, heka-node inside of it; an empty object signs nothing. */
function readHmac(
  reader: MemberReader,
  stream: Readonly<Record<string, unknown>>,
  nameOf: PlaceName,
): ClientOptions['hmac'] {
  const beside = reader.read('hmac', record);
  const inside = new MemberReader(stream, '', (name) => nameOf('stream', name)).read('hmc', record);
  if (beside !== undefined && inside !== undefined) {
    throw contradiction(nameOf('hmac'), nameOf('stream', 'hmc'), 'only one of them');
  }
  const given = beside ?? inside;
  if (given === undefined || Object.keys(given).length === 0) return undefined;
  const hmac = new MemberReader(given, '', (name) =>
    beside === undefined ? nameOf('stream', 'hmc', name) : nameOf('hmac', name),
  );
  const key = hmac.given('key');
  if (key === undefined) throw hmac.missing('key');
  const options = {
    signer: hmac.require('signer', text),
    keyVersion: hmac.read('key_version', keyVersion, 1),
    hashFunction: hmac.read('hash_function', text, 'sha1'),
    key: key.value,
  };
  hmac.refuseUnknown(false);
  return options as ClientOptions['hmac'];
}

/** Every message is a framed protobuf message; messages as objects are for streams that only keep them. */
function readEncoder(
  reader: MemberReader,
  stream: Readonly<Record<string, unknown>>,
  nameOf: PlaceName,
): void {
  const inside = new MemberReader(stream, '', (name) => nameOf('stream', name));
  const encoder = reader.given('encoder') ?? inside.given('encoder');
  if (encoder === undefined) return;
  const isProtobuf = typeof encoder.value === 'string' && /(?:^|[.:])protobufencoder$/i.test(encoder.value);
  const isNull = encoder.value === 'heka.encoders.NullEncoder' && /debug/i.test(String(stream['class']));
  if (isProtobuf || isNull) return;
  throw wrongOption(
    encoder.name,
    encoder.value,
    '"heka.encoders.ProtobufEncoder", or "heka.encoders.NullEncoder" with "heka.streams.DebugCaptureStream"',
  );
}

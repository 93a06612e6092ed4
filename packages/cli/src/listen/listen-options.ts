import { type Matcher, STOCK_MESSAGE_BYTES, STOCK_PORT } from 'heka-core';
import type { Listen, ReceiverLimits } from 'heka-core/receiver';
import {
  assertNotFramesToTerminal,
  defaultFormatOf,
  parseFormat,
  parseMatcher,
} from '../arguments/common-switches.ts';
import { parseBytes, parseCount } from '../arguments/parse-number.ts';
import { parsePlace, withoutScheme } from '../arguments/parse-place.ts';
import { parseSignatures, type SignatureOptions } from '../arguments/parse-signers.ts';
import { parseSwitches } from '../arguments/switches.ts';
import type { Format } from '../output/message-output.ts';
import { UsageError } from '../usage-error.ts';
import { DEFAULT_HOST, LISTEN_SWITCHES, type ListenValues } from './listen-switches.ts';
import { readIdentity } from './read-identity.ts';

/** What `heka listen` is to do. */
export interface ListenOptions extends SignatureOptions {
  readonly listen: readonly Listen[];
  readonly limits: ReceiverLimits & { readonly maxMessageBytes: number };
  readonly format: Format;
  /** Which messages count; undefined for all of them. */
  readonly matcher: Matcher | undefined;
  /** The file to append to; standard output without. */
  readonly output: string | undefined;
  /** True: FIN only after everything read is in the file. */
  readonly isDurable: boolean;
  /** True: and on the disk. */
  readonly isSynced: boolean;
}

const HINTS = { port: '--tcp PORT, --tls PORT and --udp PORT say where to listen' };

/**
 * Reads the arguments of `heka listen`.
 *
 * @param isTerminal true if standard output is a terminal
 * @returns undefined if help is asked for
 * @throws UsageError
 */
export function parseListenOptions(args: readonly string[], isTerminal: boolean): ListenOptions | undefined {
  const { values, positionals } = parseSwitches(args, LISTEN_SWITCHES, HINTS);
  if (values.help === true) return undefined;
  const [surplus] = positionals;
  if (surplus !== undefined) {
    throw new UsageError(
      `${JSON.stringify(surplus)}: heka listen takes only switches; --tcp, --tls, --udp and --unix say where to listen`,
    );
  }
  const { output } = values;
  if (output === '') throw new UsageError('--output needs the name of a file');
  const writesToTerminal = isTerminal && output === undefined;
  const format = parseFormat(values.format, defaultFormatOf(writesToTerminal));
  assertNotFramesToTerminal(format, writesToTerminal);
  assertDurable(values, format);
  return {
    listen: parseListen(values),
    limits: parseLimits(values),
    ...parseSignatures(values),
    format,
    matcher: parseMatcher(values.match),
    output,
    isDurable: values.durable ?? false,
    isSynced: values.fsync ?? false,
  };
}

function assertDurable({ durable = false, fsync = false, output }: ListenValues, format: Format): void {
  if (fsync && !durable) throw new UsageError('--fsync needs --durable');
  if (durable && output === undefined) throw new UsageError('--durable needs --output FILE');
  if (durable && format !== 'heka' && format !== 'json') {
    throw new UsageError('--durable needs --format heka or --format json');
  }
}

function parseListen(values: ListenValues): readonly Listen[] {
  const host = values.host ?? DEFAULT_HOST;
  const { tcp = [], tls = [], udp = [], unix = [] } = values;
  const identity = parseIdentity(values);
  if (unix.some((text) => withoutScheme('--unix', text) === ''))
    throw new UsageError('--unix needs the path of a socket');
  const listen: Listen[] = [
    ...tcp.map((text) => ({ kind: 'tcp' as const, ...parsePlace('--tcp', text, host) })),
    ...tls.map((text) => ({ kind: 'tls' as const, ...parsePlace('--tls', text, host), tls: identity ?? {} })),
    ...udp.map((text) => ({ kind: 'udp' as const, ...parsePlace('--udp', text, host) })),
    ...unix.map((text) => ({ kind: 'unix' as const, path: withoutScheme('--unix', text) })),
  ];
  return listen.length > 0 ? listen : [{ kind: 'tcp', host, port: STOCK_PORT }];
}

function parseIdentity({
  tls,
  cert,
  key,
  ca,
}: ListenValues): Extract<Listen, { kind: 'tls' }>['tls'] | undefined {
  if (tls === undefined) {
    const surplus = Object.entries({ cert, key, ca }).find(([, value]) => value !== undefined);
    if (surplus !== undefined) throw new UsageError(`--${surplus[0]} needs --tls`);
    return undefined;
  }
  if (cert === undefined || key === undefined) throw new UsageError('--tls needs --cert FILE and --key FILE');
  return readIdentity({ cert, key, ca });
}

function parseLimits(values: ListenValues): ListenOptions['limits'] {
  const count = (flag: keyof ListenValues & `${string}-${string}`): number | undefined => {
    const text = values[flag];
    return typeof text === 'string' ? parseCount(`--${flag}`, text) : undefined;
  };
  const maxConnections = count('max-connections');
  const maxConnectionsPerAddress = count('max-connections-per-address');
  const frameTimeout = count('frame-timeout');
  const handshakeTimeout = count('handshake-timeout');
  const maxMessageBytes = values['max-message-bytes'];
  return {
    maxMessageBytes:
      maxMessageBytes === undefined
        ? STOCK_MESSAGE_BYTES
        : parseBytes('--max-message-bytes', maxMessageBytes),
    ...(maxConnections !== undefined && { maxConnections }),
    ...(maxConnectionsPerAddress !== undefined && { maxConnectionsPerAddress }),
    ...(frameTimeout !== undefined && { frameTimeout }),
    ...(handshakeTimeout !== undefined && { handshakeTimeout }),
  };
}

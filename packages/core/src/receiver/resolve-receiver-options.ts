import type { TlsOptions } from 'node:tls';
import { HekaError } from '../errors.ts';
import { wrongSecret } from '../options/option-error.ts';
import { OptionReader } from '../options/option-reader.ts';
import { DEFAULT_MAX_MESSAGE_BYTES } from '../wire/encode-message.ts';
import type { ReceiverOptions } from './receiver-options.ts';

/** Heka's port. */
const DEFAULT_PORT = 5565;
const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_BACKLOG = 511;
const MEBIBYTE = 1024 * 1024;

/** A place to listen at, filled in. */
export type ResolvedListen =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly backlog: number }
  | {
      readonly kind: 'tls';
      readonly host: string;
      readonly port: number;
      readonly backlog: number;
      readonly tls: TlsOptions;
    }
  | { readonly kind: 'unix'; readonly path: string; readonly backlog: number }
  | { readonly kind: 'udp'; readonly host: string; readonly port: number };

/** Options of a receiver, checked and filled in. */
export interface ResolvedReceiverOptions {
  readonly listen: readonly ResolvedListen[];
  readonly maxMessageBytes: number;
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
  readonly frameTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  readonly maxPendingBytesPerConnection: number;
  readonly maxPendingBytes: number;
}

/** @throws HekaError INVALID_OPTION for a wrong value, a missing one or an unknown name */
export function resolveReceiverOptions(options: ReceiverOptions): ResolvedReceiverOptions {
  const reader = new OptionReader(options);
  const places = reader.read('listen', {}, 'an array of one or more places to listen at', (value) =>
    Array.isArray(value) && value.length > 0 ? (value as readonly unknown[]) : undefined,
  );
  if (places === undefined) throw reader.missing('listen');
  const resolved: ResolvedReceiverOptions = {
    listen: places.map((place, index) => resolveListen(new OptionReader(place, `listen[${index}]`))),
    maxMessageBytes: reader.size('maxMessageBytes', { min: 1, default: DEFAULT_MAX_MESSAGE_BYTES }),
    maxConnections: reader.integer('maxConnections', { min: 1, default: 1000 }),
    maxConnectionsPerAddress: reader.integer('maxConnectionsPerAddress', { min: 1, default: 100 }),
    frameTimeoutMs: reader.duration('frameTimeout', { min: 1, default: 30_000 }),
    handshakeTimeoutMs: reader.duration('handshakeTimeout', { min: 1, default: 10_000 }),
    maxPendingBytesPerConnection: reader.size('maxPendingBytesPerConnection', { min: 1, default: MEBIBYTE }),
    maxPendingBytes: reader.size('maxPendingBytes', { min: 1, default: 64 * MEBIBYTE }),
  };
  checkSigners(reader);
  reader.boolean('requireSignature');
  if (readCallback(reader, 'onFrames') === undefined) throw reader.missing('onFrames');
  for (const name of ['onRefused', 'onConnect', 'onDisconnect', 'onSinkFailed']) readCallback(reader, name);
  refuseUnknown(reader);
  return resolved;
}

function resolveListen(reader: OptionReader): ResolvedListen {
  const kind = reader.choice('kind', ['tcp', 'tls', 'unix', 'udp']);
  if (kind === undefined) throw reader.missing('kind');
  const listen = resolveKind(kind, reader);
  refuseUnknown(reader);
  return listen;
}

function resolveKind(kind: ResolvedListen['kind'], reader: OptionReader): ResolvedListen {
  if (kind === 'unix') {
    const path = reader.string('path');
    if (path === undefined) throw reader.missing('path');
    return { kind, path, backlog: readBacklog(reader) };
  }
  const host = reader.string('host', { default: DEFAULT_HOST });
  const port = reader.integer('port', { max: 65_535, default: DEFAULT_PORT });
  switch (kind) {
    case 'udp':
      return { kind, host, port };
    case 'tcp':
      return { kind, host, port, backlog: readBacklog(reader) };
    case 'tls': {
      const tls = reader.object('tls');
      if (tls === undefined) throw reader.missing('tls');
      return { kind, host, port, backlog: readBacklog(reader), tls };
    }
  }
}

function readBacklog(reader: OptionReader): number {
  return reader.integer('backlog', { min: 1, default: DEFAULT_BACKLOG });
}

function readCallback(reader: OptionReader, name: string): unknown {
  return reader.read(name, {}, 'a function', (value) => (typeof value === 'function' ? value : undefined));
}

/** Keys are checked where they are used; here only that no value of a wrong kind is shown in an error. */
function checkSigners(reader: OptionReader): void {
  const signers = reader.given('signers');
  if (signers !== undefined && (typeof signers.value !== 'object' || signers.value === null)) {
    throw wrongSecret(signers.name, 'an object of keys by "<signer>_<key version>"');
  }
}

/** Unlike a delivery, a receiver has nowhere to warn. */
function refuseUnknown(reader: OptionReader): void {
  const [warning] = reader.finish();
  if (warning !== undefined) throw new HekaError('INVALID_OPTION', warning);
}

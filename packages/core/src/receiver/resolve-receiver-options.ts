import type { TlsOptions } from 'node:tls';
import { HekaError } from '../errors.ts';
import { callback, choice, duration, flag, integer, record, size, text } from '../options/kinds.ts';
import { MemberReader } from '../options/member-reader.ts';
import { wrongSecret } from '../options/option-error.ts';
import type { OptionKind } from '../options/option-kind.ts';
import { STOCK_MESSAGE_BYTES, STOCK_PORT } from '../stock-limits.ts';
import type { ReceiverOptions } from './receiver-options.ts';

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

const allListen: OptionKind<readonly unknown[]> = {
  allowed: 'an array of one or more places to listen at',
  type: 'readonly Listen[]',
  switch: undefined,
  parse: (value) => (Array.isArray(value) && value.length > 0 ? (value as readonly unknown[]) : undefined),
};

const aCallback = callback('function');

/** @throws HekaError INVALID_OPTION for a wrong value, a missing one or an unknown name */
export function resolveReceiverOptions(options: ReceiverOptions): ResolvedReceiverOptions {
  const reader = new MemberReader(options);
  const places = reader.require('listen', allListen);
  const atLeastOne = { min: 1 };
  const resolved: ResolvedReceiverOptions = {
    listen: places.map((place, index) => resolveListen(new MemberReader(place, `listen[${index}]`))),
    maxMessageBytes: reader.read('maxMessageBytes', size(atLeastOne), STOCK_MESSAGE_BYTES),
    maxConnections: reader.read('maxConnections', integer(atLeastOne), 1000),
    maxConnectionsPerAddress: reader.read('maxConnectionsPerAddress', integer(atLeastOne), 100),
    frameTimeoutMs: reader.read('frameTimeout', duration(atLeastOne), 30_000),
    handshakeTimeoutMs: reader.read('handshakeTimeout', duration(atLeastOne), 10_000),
    maxPendingBytesPerConnection: reader.read('maxPendingBytesPerConnection', size(atLeastOne), MEBIBYTE),
    maxPendingBytes: reader.read('maxPendingBytes', size(atLeastOne), 64 * MEBIBYTE),
  };
  checkSigners(reader);
  reader.read('requireSignature', flag);
  reader.require('onFrames', aCallback);
  for (const name of ['onAcknowledge', 'onRefused', 'onConnect', 'onDisconnect', 'onSinkFailed']) {
    reader.read(name, aCallback);
  }
  refuseUnknown(reader);
  return resolved;
}

function resolveListen(reader: MemberReader): ResolvedListen {
  const kind = reader.require('kind', choice('tcp', 'tls', 'unix', 'udp'));
  const listen = resolveKind(kind, reader);
  refuseUnknown(reader);
  return listen;
}

function resolveKind(kind: ResolvedListen['kind'], reader: MemberReader): ResolvedListen {
  if (kind === 'unix') return { kind, path: reader.require('path', text), backlog: readBacklog(reader) };
  const host = reader.read('host', text, DEFAULT_HOST);
  const port = reader.read('port', integer({ max: 65_535 }), STOCK_PORT);
  switch (kind) {
    case 'udp':
      return { kind, host, port };
    case 'tcp':
      return { kind, host, port, backlog: readBacklog(reader) };
    case 'tls':
      return { kind, host, port, backlog: readBacklog(reader), tls: reader.require('tls', record) };
  }
}

function readBacklog(reader: MemberReader): number {
  return reader.read('backlog', integer({ min: 1 }), DEFAULT_BACKLOG);
}

/** Keys are checked where they are used; here only that no value of a wrong kind is shown in an error. */
function checkSigners(reader: MemberReader): void {
  const signers = reader.given('signers');
  if (signers !== undefined && (typeof signers.value !== 'object' || signers.value === null)) {
    throw wrongSecret(signers.name, 'an object of keys by "<signer>_<key version>"');
  }
}

/** Unlike a delivery, a receiver has nowhere to warn. */
function refuseUnknown(reader: MemberReader): void {
  const [warning] = reader.unknown();
  if (warning !== undefined) throw new HekaError('INVALID_OPTION', warning);
}

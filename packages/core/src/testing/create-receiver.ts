import type { TlsOptions } from 'node:tls';
import { HekaError } from '../errors.ts';
import { callback, flag, integer, record, text } from '../options/kinds.ts';
import { MemberReader } from '../options/member-reader.ts';
import type { Frame, Listen, Peer, ReceiverLimits } from '../receiver/index.ts';
import { LocalHost, type ReceiverHost } from './receiver-host.ts';
import { type Receiver, TestReceiver } from './test-receiver.ts';
import { canHaveThread } from './thread/receiver-thread.ts';
import { ThreadHost } from './thread/thread-host.ts';

/** Options of {@link createReceiver}. At most one of `tls`, `unix` and `udp`; plain TCP without any. */
export interface CreateReceiverOptions extends ReceiverLimits {
  /** TLS, with node's options of `tls.createServer`: `{ cert, key }` at least. */
  readonly tls?: TlsOptions;
  /** A unix socket at this path. */
  readonly unix?: string;
  /** UDP: datagrams of whole frames, or of one bare message each. */
  readonly udp?: boolean;
  /** Address to listen at, IPv4 or IPv6. @default '127.0.0.1' */
  readonly host?: string;
  /** @default 0, any free port */
  readonly port?: number;
  /** HMAC keys that signed messages are checked with, by `<signer>_<key version>`. @default none */
  readonly signers?: Readonly<Record<string, string | Uint8Array>>;
  /** True refuses messages without a signature. @default false */
  readonly requireSignature?: boolean;
  /** Connections from one address at most. @default the value of `maxConnections`: tests come from one address */
  readonly maxConnectionsPerAddress?: number;
  /**
   * Called with the messages of each read before they show in `messages`. The receiver sends no FIN before a promise
   * that it returns resolves; if it throws or rejects, all connections are reset, and the messages do not show.
   */
  readonly onFrames?: (frames: readonly Frame[], peer: Peer) => void | Promise<void>;
  /**
   * False runs the receiver in the thread of the test: its options may then hold functions (`tls.SNICallback`), messages
   * are there when a sender has its answer, `close()` resets open connections, and nothing is received while the test's
   * thread is blocked.
   *
   * @default true
   */
  readonly thread?: boolean;
}

/** Options that the receiver itself reads and checks. */
const OF_THE_RECEIVER = {
  maxMessageBytes: true,
  maxConnections: true,
  maxConnectionsPerAddress: true,
  frameTimeout: true,
  handshakeTimeout: true,
  maxPendingBytesPerConnection: true,
  maxPendingBytes: true,
  signers: true,
  requireSignature: true,
} satisfies Record<keyof ReceiverLimits | 'signers' | 'requireSignature', true>;

/**
 * Starts a receiver in this process, for tests of an application's logs.
 *
 * It runs in a thread of its own (one for all receivers of the process), so that it goes on while the test's thread is
 * blocked: by `transport.end()` of a pino worker, by a logger that delivers at the end of the process, by whatever a test
 * does. The messages come to the test with the next turn of its event loop.
 *
 * @throws HekaError `INVALID_OPTION`, `LISTEN_FAILED`
 */
export async function createReceiver(options: CreateReceiverOptions = {}): Promise<Receiver> {
  const reader = new MemberReader(options ?? {});
  const listen = readListen(reader);
  const onFrames = reader.read('onFrames', callback('function')) as CreateReceiverOptions['onFrames'];
  const thread = reader.read('thread', flag, true);
  const [unknown] = reader.unknown(Object.keys(OF_THE_RECEIVER));
  if (unknown !== undefined) throw new HekaError('INVALID_OPTION', unknown);
  // Without a prototype: what a dependency adds to `Object.prototype` is nobody's option.
  const entries = Object.entries(options ?? {}).filter(([name]) => Object.hasOwn(OF_THE_RECEIVER, name));
  const ofTheReceiver: Partial<CreateReceiverOptions> = Object.assign(
    Object.create(null),
    Object.fromEntries(entries),
  );
  const settings = {
    maxConnectionsPerAddress: ofTheReceiver.maxConnections ?? 1000,
    ...ofTheReceiver,
    listen: [listen],
  };
  const receiver = new TestReceiver(settings, onFrames, (events): ReceiverHost => {
    return thread && canHaveThread() ? new ThreadHost(events, onFrames !== undefined) : new LocalHost(events);
  });
  try {
    await receiver.restart();
  } catch (error) {
    await receiver.close().catch(() => {});
    throw error;
  }
  return receiver;
}

/** Where it listens. The names in an error are those that the test has written. */
function readListen(reader: MemberReader): Listen {
  const tls = reader.read('tls', record) as TlsOptions | undefined;
  const path = reader.read('unix', text);
  const udp = reader.read('udp', flag, false);
  const host = reader.read('host', text);
  const port = reader.read('port', integer({ max: 65_535 }), 0);
  if ([tls !== undefined, path !== undefined, udp].filter(Boolean).length > 1) {
    throw new HekaError(
      'INVALID_OPTION',
      'options "tls", "unix" and "udp": at most one of them may be given',
    );
  }
  if (path !== undefined) return { kind: 'unix', path };
  const place = host === undefined ? { port } : { host, port };
  return tls === undefined ? { kind: udp ? 'udp' : 'tcp', ...place } : { kind: 'tls', tls, ...place };
}

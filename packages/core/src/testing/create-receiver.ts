import type { TlsOptions } from 'node:tls';
import { HekaError } from '../errors.ts';
import { describeValue } from '../options/describe-value.ts';
import { isRecord } from '../options/kinds.ts';
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
  // Object.assign() takes anything: a number has no members, and a text has one for each character.
  if (!isRecord(options ?? {})) {
    throw new HekaError('INVALID_OPTION', `the options are ${describeValue(options)}, allowed: an object`);
  }
  // Without a prototype: what a dependency adds to `Object.prototype` is nobody's option.
  const own = Object.assign(Object.create(null) as CreateReceiverOptions, options);
  const { tls, unix, udp, host, port, onFrames, thread = true, ...rest } = own;
  const settings = {
    maxConnectionsPerAddress: rest.maxConnections ?? 1000,
    ...rest,
    listen: [listenOf({ tls, unix, udp, host, port })],
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

type Place = {
  readonly [K in 'tls' | 'unix' | 'udp' | 'host' | 'port']: CreateReceiverOptions[K] | undefined;
};

function listenOf({ tls, unix, udp = false, host, port = 0 }: Place): Listen {
  if ([tls !== undefined, unix !== undefined, udp].filter(Boolean).length > 1) {
    throw new HekaError(
      'INVALID_OPTION',
      'options "tls", "unix" and "udp": at most one of them may be given',
    );
  }
  if (unix !== undefined) return { kind: 'unix', path: unix };
  const place = host === undefined ? { port } : { host, port };
  return tls === undefined ? { kind: udp ? 'udp' : 'tcp', ...place } : { kind: 'tls', tls, ...place };
}

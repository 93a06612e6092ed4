import type { Socket } from 'node:net';
import type { Clock } from '../../../clock.ts';
import { HekaError } from '../../../errors.ts';
import type { Address } from '../../../net/address.ts';
import { resetSocket } from '../../../net/reset-socket.ts';

/** An open socket, and where it leads. */
export interface Opened {
  readonly socket: Socket;
  readonly address: Address;
  /** How long it took to connect, in ms. */
  readonly connectMs: number;
}

/** How a connection ended. */
interface ConnectionHooks {
  /** The peer's FIN followed our own, and the socket closed without an error. */
  closedCleanly(): void;
  /** Anything else happened. */
  failed(error: HekaError): void;
}

/**
 * - `open`: we have not called `end()`
 * - `ended`: we have, and the kernel has not yet taken everything that was written before
 * - `finished`: the kernel has all of it, and our FIN
 * - `answered`: after that, the peer's FIN has arrived
 * - `over`: closed, failed or given up; whatever Node.js reports from here on does not count
 */
type Phase = 'open' | 'ended' | 'finished' | 'answered' | 'over';

/**
 * One socket, and the verdict whether it was closed cleanly.
 *
 * ```
 *   open --end()--> ended --'finish'--> finished --'end'--> answered --'close'--> over: closed cleanly
 *     |               |                    |                   |
 *     +---------------+------'error', an 'end' or 'close' that comes too early------> over: failed
 * ```
 *
 * The first verdict is final. At `destroy()` Node.js calls the callbacks of all writes under way without an error, so after
 * the verdict they mean nothing.
 */
export class Connection {
  readonly address: Address;
  /** How long connecting took, in ms: one round trip to the peer, or a few. */
  readonly connectMs: number;
  readonly #socket: Socket;
  readonly #hooks: ConnectionHooks;
  #phase: Phase = 'open';

  constructor({ socket, address, connectMs }: Opened, hooks: ConnectionHooks) {
    this.address = address;
    this.connectMs = connectMs;
    this.#socket = socket;
    this.#hooks = hooks;
    socket.on('error', (error) => this.#fail('broke', error));
    socket.on('finish', () => {
      if (this.#phase === 'ended') this.#phase = 'finished';
    });
    socket.on('end', () => {
      // A FIN that comes before ours is out cannot be the answer to it.
      if (this.#phase === 'finished') this.#phase = 'answered';
      else this.#fail('was closed by the peer');
    });
    socket.on('close', (hadError) => {
      if (this.#phase !== 'answered' || hadError) this.#fail('was closed');
      else {
        this.#phase = 'over';
        this.#hooks.closedCleanly();
      }
    });
    // Receivers never send anything, but only a socket that is read notices their FIN.
    socket.resume();
  }

  /** Bytes that wait for the kernel. */
  get waitingBytes(): number {
    return this.#socket.writableLength;
  }

  /** True if nothing can be written any more. */
  get isOver(): boolean {
    return this.#phase === 'over' || this.#socket.destroyed;
  }

  /** True if the kernel has our FIN, and everything before it. */
  get isFinished(): boolean {
    return this.#phase === 'finished' || this.#phase === 'answered';
  }

  /** Writes bytes; calls `taken` when the kernel has them. */
  write(bytes: Buffer, taken: () => void): void {
    this.#socket.write(bytes, (error) => {
      if (!error && !this.isOver) taken();
    });
  }

  /** Calls `write`; what it writes goes to the kernel together. */
  batch(write: () => void): void {
    this.#socket.cork();
    write();
    this.#socket.uncork();
  }

  /** Sends our FIN behind everything that was written. */
  end(): void {
    if (this.#phase === 'open') this.#phase = 'ended';
    this.#socket.end();
  }

  /** Ends the connection at once; the kernel still sends what it holds. */
  destroy(): void {
    this.#phase = 'over';
    this.#socket.destroy();
  }

  /** Ends the connection at once with a reset, which discards what the kernels hold. TLS and unix sockets are just destroyed. */
  reset(): void {
    this.#phase = 'over';
    // Only a TLSSocket has the member; asking for its class would load node:tls.
    const isPlainTcp = this.address.path === undefined && !('encrypted' in this.#socket);
    if (isPlainTcp) resetSocket(this.#socket);
    else this.#socket.destroy();
  }

  /** Ends a connection that is no longer needed, without waiting for its peer. Resolves when it is closed. */
  dismiss(): Promise<void> {
    return this.#leave(() => this.#socket.destroySoon());
  }

  /** The same, but waits for the peer's FIN, at most `timeoutMs`. */
  async shutDown(timeoutMs: number, clock: Clock): Promise<void> {
    const timer = clock.setTimeout(() => this.#socket.destroy(), timeoutMs);
    timer.unref();
    await this.#leave(() => this.#socket.end());
    clock.clear(timer);
  }

  async #leave(end: () => void): Promise<void> {
    this.#phase = 'over';
    if (this.#socket.destroyed) return;
    await new Promise((resolve) => {
      this.#socket.once('close', resolve);
      end();
    });
  }

  #fail(what: string, cause?: Error): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    const reason = cause === undefined ? '' : `: ${cause.message}`;
    const message = `connection to ${this.address.key} ${what}${reason}`;
    this.#hooks.failed(new HekaError('CONNECTION_LOST', message, cause));
  }
}

/**
 * One connection through the proxy.
 *
 *     passing --afterBytes--> closed | reset | client ended (still passing) | vanished | stalled --forMs--> passing
 *        |----idleMs--------> forgotten (reads and throws away)
 *        \----end of a side--> passed on to the other; gone when both have ended
 *
 * A faulty byte count is exact: the chunk in which it lies is cut there, so that frames break anywhere.
 */
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import type { Fault } from './fault.ts';

type State = 'passing' | 'vanished' | 'forgotten' | 'gone';

export class ProxiedConnection {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #fault: Fault;
  readonly #onGone: () => void;
  #bytesLeft: number;
  #state: State = 'passing';
  #holding = false;
  #ended = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(client: Socket, target: NetConnectOpts, fault: Fault, onGone: () => void) {
    this.#client = client;
    this.#fault = fault;
    this.#onGone = onGone;
    this.#bytesLeft = 'afterBytes' in fault ? fault.afterBytes : Number.POSITIVE_INFINITY;
    this.#server = connect({ ...target, allowHalfOpen: true, noDelay: true });
    for (const socket of [client, this.#server]) {
      socket.on('error', () => this.#later(() => this.reset()));
      socket.on('close', () => this.#sideClosed());
    }
    client.on('data', (chunk) => this.#fromClient(chunk));
    client.on('end', () => this.#clientEnded());
    this.#server.on('data', (chunk) => this.#later(() => client.write(chunk)));
    this.#server.on('end', () => this.#serverEnded());
    this.#server.on('drain', () => this.#resume());
    this.#touch();
  }

  get passing(): boolean {
    return this.#state === 'passing';
  }

  /** Ends both sides at once. */
  close(): void {
    this.#gone();
    this.#client.destroy();
    this.#server.destroy();
  }

  /** Resets both sides. */
  reset(): void {
    this.#gone();
    resetSocket(this.#client);
    resetSocket(this.#server);
  }

  /** Reads and answers nothing any more. */
  vanish(): void {
    this.#state = 'vanished';
    this.#client.pause();
    this.#server.pause();
  }

  #fromClient(chunk: Buffer): void {
    this.#touch();
    if (this.#state !== 'passing') return;
    if (chunk.length < this.#bytesLeft) {
      this.#bytesLeft -= chunk.length;
      this.#pass(chunk);
      return;
    }
    const cut = this.#bytesLeft;
    this.#bytesLeft = Number.POSITIVE_INFINITY;
    this.#hold();
    this.#pass(chunk.subarray(0, cut), () => this.#strike(chunk.subarray(cut)));
  }

  /** Runs `act` when it has passed the relay. Timers of the same length run in the order in which they were set. */
  #later(act: () => void): void {
    if (this.#fault.kind === 'delay' && this.#fault.ms > 0) setTimeout(act, this.#fault.ms);
    else act();
  }

  /** `then` runs when the kernel has the bytes: a reset must not overtake them. */
  #pass(chunk: Buffer, then?: () => void): void {
    if (this.#fault.kind === 'delay') {
      this.#later(() => this.#server.write(chunk));
      return;
    }
    if (this.#fault.kind === 'drip') {
      this.#drip(chunk);
      return;
    }
    if (!this.#server.write(chunk, () => then?.())) this.#client.pause();
  }

  #drip(chunk: Buffer): void {
    this.#hold();
    let offset = 0;
    const next = (): void => {
      if (this.#state !== 'passing') return;
      if (offset === chunk.length) this.#release();
      else this.#server.write(chunk.subarray(offset, ++offset), next);
    };
    next();
  }

  #strike(rest: Buffer): void {
    const fault = this.#fault;
    switch (fault.kind) {
      case 'none':
      case 'drip':
      case 'delay':
      case 'forget-idle':
      case 'refuse':
        break; // these have no byte count
      case 'close':
        this.#closeOrderly(rest);
        break;
      case 'reset':
        this.reset();
        break;
      case 'vanish':
        this.vanish();
        break;
      case 'end-to-client':
        this.#client.end();
        this.#pass(rest);
        this.#release();
        break;
      case 'stall':
        setTimeout(() => {
          if (this.#state !== 'passing') return;
          this.#pass(rest);
          this.#release();
        }, fault.forMs);
        break;
    }
  }

  /** Passes on all that was read, for throwing it away would be more than a close; what the kernel holds makes a reset. */
  #closeOrderly(rest: Buffer): void {
    this.#gone();
    this.#server.write(rest);
    this.#client.removeAllListeners('data'); // read() would call them as well
    this.#server.end((this.#client.read() as Buffer | null) ?? Buffer.alloc(0));
    this.#client.destroy();
  }

  #clientEnded(): void {
    this.#ended = true;
    if (this.#state === 'passing' && !this.#holding) this.#later(() => this.#server.end());
  }

  #serverEnded(): void {
    if (this.#state === 'passing') this.#later(() => this.#client.end());
  }

  /** Reads nothing more until {@link #release}: what comes next must not overtake what is held back. */
  #hold(): void {
    this.#holding = true;
    this.#client.pause();
  }

  #release(): void {
    this.#holding = false;
    if (this.#ended) this.#clientEnded();
    else this.#resume();
  }

  #resume(): void {
    if (this.#state === 'passing' && !this.#holding) this.#client.resume();
  }

  #touch(): void {
    if (this.#fault.kind !== 'forget-idle' || this.#state !== 'passing') return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.#state = 'forgotten';
    }, this.#fault.idleMs);
  }

  #sideClosed(): void {
    if (this.#client.destroyed && this.#server.destroyed) this.#gone();
  }

  #gone(): void {
    if (this.#state === 'gone') return;
    this.#state = 'gone';
    clearTimeout(this.#idle);
    this.#onGone();
  }
}

/** While a FIN is on its way out libuv refuses to reset, and Node then spins forever at the end of the process. */
function resetSocket(socket: Socket): void {
  if (socket.writableEnded && !socket.writableFinished) socket.once('finish', () => socket.resetAndDestroy());
  else socket.resetAndDestroy();
}

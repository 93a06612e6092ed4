/**
 * One connection of a stream listener (tcp, tls, unix), from accept to close.
 *
 *     reading ---- peer's FIN ----> taking ---- the sink has taken all, and stands by it ----> FIN sent ----> closed
 *        |                            |
 *        +---- broken, slow frame, sink failed, receiver aborted ----> reset ----> closed
 *
 * Our FIN is the only acknowledgement in Heka's protocol: a sender that confirms by close reads it as "processed".
 * So it goes out only after the peer's FIN, after the sink has taken every message read, and after the sink was asked
 * once more whether they are where it put them. Every other end is a reset, which no sender takes for a confirmation.
 * A unix socket has no reset; there the receiver cuts all connections together, so that the sender's next connection,
 * its proof that the receiver lives, ends as well.
 *
 * {@link StreamConnection.drain}, the polite end of a receiver, is the exception: when everything read was taken
 * and the peer has been silent for a moment, we send the first FIN and read on until the peer's.
 */
import type { Socket } from 'node:net';
import { systemClock, type Timer } from '../../clock.ts';
import type { Refusal, RefusalReason } from '../../framing/refusal.ts';
import type { Splitter } from '../../framing/splitter.ts';
import { resetSocket } from '../../net/reset-socket.ts';
import type { Peer } from '../peer.ts';
import type { ReceiverRefusal } from '../refusal.ts';
import type { Backlog } from './backlog.ts';
import { ConnectionAccount } from './connection-account.ts';
import type { ConnectionReport, DisconnectReason } from './connection-report.ts';
import { FrameWatch } from './frame-watch.ts';
import { Handover, type Sink } from './handover.ts';

/** What listeners and connections need from their receiver. */
export interface ReceiverCore {
  readonly sink: Sink;
  readonly backlog: Backlog;
  createSplitter(onRefused: (refusal: Refusal) => void): Splitter;
  refused(refusal: ReceiverRefusal, peer: Peer): void;
}

/** Silence after which a drained connection is ended from this side. */
const DRAIN_SILENCE_MS = 100;
/** Silence after which the peer's FIN is no longer waited for. */
const FAREWELL_SILENCE_MS = 1000;

/** A frame that is refused for one of these did arrive whole: the peer is not one that never finishes. */
const FINISHED: ReadonlySet<RefusalReason> = new Set([
  'undecodable',
  'unsigned',
  'unknown-signer',
  'wrong-signature',
]);

/** What a connection is made of. */
interface ConnectionParts {
  /** Where messages are read from, with `allowHalfOpen`. */
  readonly socket: Socket;
  /** The TCP or unix socket under its TLS, the same one without TLS. */
  readonly transport: Socket;
  readonly peer: Peer;
  readonly core: ReceiverCore;
  /** Called once, when the connection is closed. */
  readonly onClosed: (report: ConnectionReport) => void;
}

/** Reads one connection to its end. */
export class StreamConnection {
  readonly peer: Peer;
  readonly #socket: Socket;
  readonly #transport: Socket;
  readonly #handover: Handover;
  readonly #splitter: Splitter;
  readonly #account = new ConnectionAccount();
  readonly #watch = new FrameWatch();
  readonly #onClosed: (report: ConnectionReport) => void;
  #isPaused = false;
  #isEnded = false;
  #silenceMs = 0;
  #silence: Timer | undefined;

  constructor({ socket, transport, peer, core, onClosed }: ConnectionParts) {
    this.peer = peer;
    this.#socket = socket;
    this.#transport = transport;
    this.#onClosed = onClosed;
    this.#handover = new Handover(core.sink, core.backlog, {
      taken: () => this.#finish(),
      resume: () => this.#updateReading(),
    });
    this.#splitter = core.createSplitter((refusal) => {
      this.#account.refused(refusal);
      if (FINISHED.has(refusal.reason)) this.#watch.finished();
      core.refused(refusal, peer);
    });
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('end', () => {
      this.#endSplitter();
      this.#finish();
    });
    socket.on('error', ({ code, message }: NodeJS.ErrnoException) => this.#account.failed(code ?? message));
    socket.on('close', () => this.#close());
  }

  /** Stops or goes on reading, on behalf of the receiver's user. */
  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#updateReading();
  }

  /** Resets the connection if a frame was started longer ago than allowed and is not finished. */
  checkFrame(nowMs: number, timeoutMs: number): void {
    // While reading is paused the sink is slow, not the peer.
    if (!this.#socket.isPaused() && this.#watch.isOverdue(nowMs, timeoutMs)) this.abort('frame-timeout');
  }

  /** Ends the connection without a FIN, as far as its kind allows. */
  abort(reason: DisconnectReason): void {
    this.#account.ends(reason);
    resetTransport(this.#transport, this.peer, this.#socket);
  }

  /** Ends the connection from this side as soon as its peer is silent, then waits a moment for the peer's end. */
  drain(): void {
    this.#account.ends('stopped');
    this.#endAfterSilence(DRAIN_SILENCE_MS);
  }

  #read(chunk: Buffer): void {
    this.#account.read(chunk.length);
    const frames = this.#splitter.push(chunk);
    this.#handover.deliver(frames, chunk.length, this.peer);
    if (frames.length > 0) this.#watch.finished();
    this.#watch.read(this.#splitter.pendingBytes > 0);
    this.#updateReading();
    if (this.#silence !== undefined) this.#endAfterSilence(this.#silenceMs);
  }

  #endSplitter(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#watch.ended();
    const frames = this.#splitter.end();
    if (this.#account.reason !== 'sink-failed') this.#handover.deliver(frames, 0, this.peer);
  }

  /** Sends our FIN if nothing is left to wait for. */
  #finish(): void {
    if (!this.#isEnded || this.#handover.pendingCost > 0 || this.#socket.destroyed) return;
    this.#handover.acknowledge(this.peer, () => {
      this.#account.ends('end');
      this.#socket.end();
    });
  }

  #updateReading(): void {
    if (this.#isEnded || this.#socket.destroyed) return;
    if (this.#isPaused || this.#handover.isBehind) {
      this.#socket.pause();
    } else if (this.#socket.isPaused()) {
      this.#watch.resumed();
      this.#socket.resume();
    }
  }

  #endAfterSilence(silenceMs: number): void {
    this.#silenceMs = silenceMs;
    systemClock.clear(this.#silence);
    this.#silence = systemClock.setTimeout(() => {
      if (this.#handover.pendingCost > 0) {
        this.#endAfterSilence(silenceMs);
      } else if (this.#socket.writable) {
        this.#handover.acknowledge(this.peer, () => {
          this.#socket.end();
          this.#endAfterSilence(FAREWELL_SILENCE_MS);
        });
      } else {
        this.#socket.destroy();
      }
    }, silenceMs);
  }

  #close(): void {
    systemClock.clear(this.#silence);
    this.#endSplitter();
    this.#handover.close();
    this.#onClosed(this.#account.report(this.peer, this.#handover.messages));
  }
}

/** Ends a connection at once: by RST on TCP; a unix socket has none, and is closed. */
export function resetTransport(transport: Socket, peer: Peer, socket = transport): void {
  if (peer.kind === 'unix') transport.destroy();
  else resetSocket(transport, socket);
}

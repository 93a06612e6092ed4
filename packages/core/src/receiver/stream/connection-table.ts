import type { Socket } from 'node:net';
import { systemClock } from '../../clock.ts';
import { type Peer, plainAddress, socketUrl, unixUrl } from '../peer.ts';
import type { ResolvedReceiverOptions } from '../resolve-receiver-options.ts';
import { ConnectionCounter } from './connection-counter.ts';
import type { ConnectionReport, DisconnectReason } from './connection-report.ts';
import { type ReceiverCore, resetTransport, StreamConnection } from './stream-connection.ts';
import type { StreamHandlers, StreamListen } from './stream-listener.ts';

/** What a {@link ConnectionTable} calls. */
interface ConnectionEvents {
  connected(peer: Peer): void;
  /** The connection is out of the table. */
  disconnected(report: ConnectionReport): void;
}

interface Entry {
  readonly peer: Peer;
  /** Absent during a TLS handshake. */
  connection?: StreamConnection;
  /** Why it was reset during a TLS handshake; absent if it was not. */
  resetReason?: DisconnectReason;
}

/** All connections of a receiver, from accept to close. */
export class ConnectionTable {
  readonly #core: ReceiverCore;
  readonly #events: ConnectionEvents;
  readonly #counter: ConnectionCounter;
  readonly #entries = new Map<Socket, Entry>();
  #lastPeerId = 0;
  #isPaused = false;
  #end: 'drain' | 'stop' | undefined;

  constructor(
    limits: Pick<ResolvedReceiverOptions, 'maxConnections' | 'maxConnectionsPerAddress'>,
    core: ReceiverCore,
    events: ConnectionEvents,
  ) {
    this.#core = core;
    this.#events = events;
    this.#counter = new ConnectionCounter(limits.maxConnections, limits.maxConnectionsPerAddress);
  }

  /** Connections that are open, those in a TLS handshake included. */
  get size(): number {
    return this.#entries.size;
  }

  /** The next {@link Peer.id}. */
  nextPeerId(): number {
    this.#lastPeerId++;
    return this.#lastPeerId;
  }

  /** How a listener brings its connections in. */
  handlersOf(listen: StreamListen): StreamHandlers {
    return {
      accept: (transport) => this.#accept(transport, this.#peerOf(transport, listen)),
      open: (socket, transport) => this.#open(socket, transport),
      handshakeFailed: (transport, detail) => this.#handshakeFailed(transport, detail),
    };
  }

  /** Stops or goes on reading, from connections still to come as well. */
  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    for (const { connection } of this.#entries.values()) connection?.setPaused(isPaused);
  }

  /** Resets connections on which a frame was started longer ago than `timeoutMs`; called in turns of the event loop. */
  checkFrames(timeoutMs: number): void {
    const nowMs = systemClock.now();
    for (const { connection } of this.#entries.values()) connection?.checkFrame(nowMs, timeoutMs);
  }

  /** Ends all connections politely. */
  drain(): void {
    this.#end ??= 'drain';
    this.setPaused(false);
    for (const [transport, entry] of this.#entries) this.#endEntry(transport, entry);
  }

  /** Resets all connections, and those that may still come. */
  stop(): void {
    this.#end = 'stop';
    this.resetAll('stopped');
  }

  /** Resets all connections there are. */
  resetAll(reason: DisconnectReason): void {
    for (const [transport, entry] of this.#entries) resetEntry(transport, entry, reason);
  }

  #accept(transport: Socket, peer: Peer): boolean {
    // What it closes with is reported when it is closed.
    transport.on('error', () => {});
    const refusal = this.#counter.enter(peer.address);
    if (refusal !== undefined) {
      resetTransport(transport, peer);
      this.#events.disconnected(unreadReport(peer, 'too-many-connections', refusal));
      return false;
    }
    this.#entries.set(transport, { peer });
    return true;
  }

  #open(socket: Socket, transport: Socket): void {
    const entry = this.#entries.get(transport);
    if (entry === undefined) return;
    const { peer } = entry;
    const onClosed = (report: ConnectionReport): void => {
      this.#remove(transport, peer);
      this.#events.disconnected(report);
    };
    entry.connection = new StreamConnection({ socket, transport, peer, core: this.#core, onClosed });
    if (this.#isPaused) entry.connection.setPaused(true);
    this.#events.connected(peer);
    this.#endEntry(transport, entry);
  }

  #handshakeFailed(transport: Socket, detail: string): void {
    const entry = this.#entries.get(transport);
    if (entry === undefined) return;
    const { peer, resetReason } = entry;
    this.#remove(transport, peer);
    const report =
      resetReason === undefined
        ? unreadReport(peer, 'handshake-failed', detail)
        : unreadReport(peer, resetReason, undefined);
    this.#events.disconnected(report);
  }

  /** Does with a connection what was said to all of them. */
  #endEntry(transport: Socket, entry: Entry): void {
    if (this.#end === undefined) return;
    if (this.#end === 'drain' && entry.connection !== undefined) entry.connection.drain();
    else resetEntry(transport, entry, 'stopped');
  }

  #remove(transport: Socket, peer: Peer): void {
    this.#entries.delete(transport);
    this.#counter.leave(peer.address);
  }

  #peerOf(transport: Socket, listen: StreamListen): Peer {
    const id = this.nextPeerId();
    const { kind } = listen;
    if (kind === 'unix') {
      const listener = unixUrl(listen.path);
      return { id, kind, name: `${listener}#${id}`, address: undefined, listener };
    }
    const { remoteAddress = 'unknown', remotePort = 0, localPort = 0 } = transport;
    const address = plainAddress(remoteAddress);
    const listener = socketUrl(kind, listen.host, localPort);
    return { id, kind, name: socketUrl(kind, address, remotePort), address, listener };
  }
}

function resetEntry(transport: Socket, entry: Entry, reason: DisconnectReason): void {
  if (entry.connection !== undefined) {
    entry.connection.abort(reason);
    return;
  }
  entry.resetReason ??= reason;
  // The TLSSocket may be ending at this moment, when a reset would leave the transport open for good: see resetSocket.
  systemClock.setImmediate(() => {
    if (entry.connection !== undefined) entry.connection.abort(reason);
    else resetTransport(transport, entry.peer);
  });
}

function unreadReport(peer: Peer, reason: DisconnectReason, detail: string | undefined): ConnectionReport {
  const report = { peer, reason, messages: 0, bytes: 0, refused: new Map() };
  return detail === undefined ? report : { ...report, detail };
}

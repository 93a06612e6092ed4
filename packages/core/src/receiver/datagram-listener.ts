import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { type Frame, ReceivedFrame } from '../framing/frame.ts';
import { MAX_HEADER_BYTES, RECORD_SEPARATOR, writeFrameHeader } from '../framing/frame-header.ts';
import type { Splitter } from '../framing/splitter.ts';
import { FRAMING_BYTES } from '../wire/framing-bytes.ts';
import { checkMessage } from '../wire/reading/check-message.ts';
import { type Listener, listenError } from './listener.ts';
import { type Peer, plainAddress, socketUrl } from './peer.ts';
import type { ReceiverRefusal } from './refusal.ts';
import { Handover } from './stream/handover.ts';
import type { ReceiverCore } from './stream/stream-connection.ts';

/** What a datagram listener refuses beside what its splitter does. */
interface DatagramLimits {
  readonly maxMessageBytes: number;
  readonly requireSignature: boolean;
}

/** Requested from the kernel, which may grant less: a burst has to wait somewhere. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

/**
 * A UDP listener. A datagram holds whole frames, as hekad wants them, or one bare message, as Hindsight does; what
 * it lacks is never taken from the next one. Datagrams cannot be held back: they are refused while the sink is behind.
 */
export class DatagramListener implements Listener {
  readonly url: string;
  readonly #socket: Socket;
  readonly #core: ReceiverCore;
  readonly #id: number;
  readonly #limits: DatagramLimits;
  readonly #handover: Handover;
  readonly #splitter: Splitter;
  #peer: Peer;

  private constructor(socket: Socket, id: number, core: ReceiverCore, limits: DatagramLimits) {
    const { address, port } = socket.address();
    this.url = socketUrl('udp', address, port);
    this.#socket = socket;
    this.#id = id;
    this.#core = core;
    this.#limits = limits;
    this.#peer = this.#peerOf({ address, port });
    this.#handover = new Handover(core.sink, core.backlog, { taken: () => {}, resume: () => {} });
    this.#splitter = core.createSplitter((refusal) => core.refused(refusal, this.#peer));
    socket.on('message', (datagram, sender) => this.#take(datagram, sender));
    // Caused by a datagram that somebody sent earlier; it says nothing about what arrives.
    socket.on('error', () => {});
  }

  /**
   * Binds.
   *
   * @param id the number that peers of this listener have
   * @throws HekaError LISTEN_FAILED
   */
  static async open(
    listen: { readonly host: string; readonly port: number },
    id: number,
    core: ReceiverCore,
    limits: DatagramLimits,
  ): Promise<DatagramListener> {
    const { host: address, port } = listen;
    const type = isIPv6(address) ? 'udp6' : 'udp4';
    const socket = createSocket({ type, recvBufferSize: RECEIVE_BUFFER_BYTES });
    try {
      socket.bind({ address, port });
      await once(socket, 'listening');
    } catch (error) {
      socket.close();
      throw listenError(socketUrl('udp', address, port), error);
    }
    return new DatagramListener(socket, id, core, limits);
  }

  close(): void {
    this.#socket.close();
    this.#handover.close();
  }

  #peerOf(sender: Pick<RemoteInfo, 'address' | 'port'>): Peer {
    const address = plainAddress(sender.address);
    return {
      id: this.#id,
      kind: 'udp',
      name: socketUrl('udp', address, sender.port),
      address,
      listener: this.url,
    };
  }

  #take(datagram: Buffer, sender: RemoteInfo): void {
    this.#peer = this.#peerOf(sender);
    const frames = this.#handover.isBehind ? this.#refuse('overload', datagram) : this.#read(datagram);
    this.#handover.deliver(frames, datagram.length, this.#peer);
  }

  #read(datagram: Buffer): readonly Frame[] {
    if (datagram.length === 0) return [];
    const bare = datagram[0] === RECORD_SEPARATOR ? undefined : bareFrame(datagram);
    if (bare === undefined) return [...this.#splitter.push(datagram), ...this.#splitter.end()];
    if (datagram.length > this.#limits.maxMessageBytes) return this.#refuse('too-large', datagram);
    return this.#limits.requireSignature ? this.#refuse('unsigned', datagram) : [bare];
  }

  #refuse(reason: ReceiverRefusal['reason'], datagram: Buffer): [] {
    this.#core.refused({ reason, bytes: datagram.length, offset: 0 }, this.#peer);
    return [];
  }
}

/** A message that came without a frame, in one; undefined if the bytes are not a message. */
function bareFrame(datagram: Buffer): Frame | undefined {
  if (checkMessage(datagram, 0, datagram.length) !== undefined) return undefined;
  const messageAt = FRAMING_BYTES + MAX_HEADER_BYTES;
  const buffer = Buffer.alloc(messageAt + datagram.length);
  buffer.set(datagram, messageAt);
  const start = writeFrameHeader(buffer, messageAt, datagram.length, 0);
  return new ReceivedFrame({ buffer, start, messageAt, end: buffer.length }, 0);
}

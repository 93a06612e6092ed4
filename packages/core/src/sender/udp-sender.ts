import { createSocket, type Socket } from 'node:dgram';
import { type Clock, systemClock } from '../clock.ts';
import { HekaError } from '../errors.ts';
import type { Address } from '../net/address.ts';
import { connectFailed, reasonWithCode } from '../net/connect-error.ts';
import { hostAndPort } from '../net/host.ts';
import { lookupAddresses } from '../net/lookup-addresses.ts';
import type { DatagramSender, SenderSettings } from './sender.ts';
import type { UdpTarget } from './target/target.ts';

/** @see {@link SenderSettings.addressLifeMs} */
const ADDRESS_LIFE_MS = 30_000;
/** The pause after a failed lookup; datagrams sent in between fail with its error. */
const FAILURE_LIFE_MS = 1_000;

/**
 * How often one datagram is tried while the kernel reports that earlier ones were refused. It reports each refusal once,
 * to whichever send comes next, so that at least every other one of the datagrams that are tried again goes out.
 */
const MAX_TRIES = 16;

/** A socket that is connected to an address: only a connected socket learns that nobody listens there. */
interface Route {
  readonly address: Address;
  readonly socket: Socket;
}

/** A datagram whose outcome has not been reported. */
interface Flight {
  readonly datagram: Uint8Array;
  readonly done: (error: HekaError | undefined) => void;
  outcome?: { readonly error: HekaError | undefined };
}

/**
 * A sender of datagrams. The name is looked up before the first datagram and every 30 s after that, in the background:
 * datagrams take the old route until the new one is ready. The socket never keeps the process alive.
 */
export function createUdpSender(target: UdpTarget, settings: SenderSettings): DatagramSender {
  return new UdpSender(target, settings);
}

class UdpSender implements DatagramSender {
  readonly kind = 'datagram';
  readonly url: string;
  readonly #target: UdpTarget;
  readonly #settings: SenderSettings;
  readonly #clock: Clock;
  readonly #flights = new Set<Flight>();
  #route: Route | undefined;
  #failure: HekaError | undefined;
  #freshUntil = 0;
  #searching = false;
  #waiting: Flight[] = [];
  #settled: Flight[] = [];
  #closed = false;

  constructor(target: UdpTarget, settings: SenderSettings) {
    this.url = `udp://${hostAndPort(target.host, target.port)}`;
    this.#target = target;
    this.#settings = settings;
    this.#clock = settings.clock ?? systemClock;
  }

  send(datagram: Uint8Array, done: (error: HekaError | undefined) => void): void {
    const flight: Flight = { datagram, done };
    this.#flights.add(flight);
    if (this.#closed) {
      this.#settle(flight, new HekaError('CLOSED', `${this.url}: the sender is closed`));
      return;
    }
    if (!this.#searching && this.#clock.now() >= this.#freshUntil) void this.#search();
    if (this.#route === undefined && this.#searching) this.#waiting.push(flight);
    else this.#transmit(flight);
  }

  rest(): void {
    this.#route?.socket.close();
    this.#route = undefined;
    this.#freshUntil = 0;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#route?.socket.close();
    this.#route = undefined;
    this.#waiting = [];
    const error = new HekaError('CLOSED', `${this.url}: the sender was closed`);
    for (const flight of this.#flights) this.#settle(flight, error);
  }

  /** Looks up the name, and opens a new route if the present one is outdated. */
  async #search(): Promise<void> {
    this.#searching = true;
    try {
      const { host, port, family } = this.#target;
      const { connectTimeoutMs: timeoutMs, resolveHost, addressLifeMs = ADDRESS_LIFE_MS } = this.#settings;
      const found = await lookupAddresses({
        host,
        port,
        family,
        url: this.url,
        timeoutMs,
        clock: this.#clock,
        resolveHost,
      });
      // A name with several addresses may give them in another order each time.
      const stays = found.some((address) => address.key === this.#route?.address.key);
      const [first] = found;
      if (!stays && first !== undefined) this.#replaceRoute(await this.#open(first));
      this.#freshUntil = this.#clock.now() + addressLifeMs;
    } catch (error) {
      // An address that worked is kept: a name server that is away for a moment says nothing about it.
      this.#failure = connectFailed(this.url, error);
      this.#freshUntil = this.#clock.now() + FAILURE_LIFE_MS;
    }
    this.#searching = false;
    for (const flight of this.#waiting.splice(0)) this.#transmit(flight);
  }

  #open(address: Address): Promise<Route> {
    const { localAddress, host, port } = this.#target;
    return new Promise((resolve, reject) => {
      const socket = createSocket(address.family === 6 ? 'udp6' : 'udp4');
      const failed = (error: Error): void => {
        socket.close();
        reject(error);
      };
      socket.once('error', failed);
      socket.once('connect', () => {
        socket.off('error', failed);
        socket.on('error', (error) => this.#settings.onRefused?.(this.#sendFailed(error)));
        resolve({ address, socket });
      });
      // A cluster's primary would otherwise share one socket among its workers.
      socket.bind({ exclusive: true, ...(localAddress !== undefined && { address: localAddress }) }, () => {
        socket.connect(address.port ?? port, address.host ?? host);
      });
      socket.unref();
    });
  }

  #replaceRoute(route: Route): void {
    this.#route?.socket.close();
    this.#route = this.#closed ? undefined : route;
    if (this.#closed) route.socket.close();
  }

  #transmit(flight: Flight, tries = MAX_TRIES): void {
    const route = this.#route;
    if (route === undefined) {
      this.#settle(flight, this.#failure);
      return;
    }
    route.socket.send(flight.datagram, (error: NodeJS.ErrnoException | null) => {
      if (error?.code === 'ECONNREFUSED' && tries > 1) {
        // The kernel hands the refusal of an earlier datagram to the next send, which then sends nothing.
        this.#settings.onRefused?.(this.#sendFailed(error));
        this.#transmit(flight, tries - 1);
      } else {
        this.#settle(flight, error === null ? undefined : this.#sendFailed(error));
      }
    });
  }

  #sendFailed(error: Error): HekaError {
    return new HekaError('SEND_FAILED', `${this.url}: ${reasonWithCode(error)}`, error);
  }

  /**
   * Outcomes are reported once per turn of the event loop. Node.js reports them in the same turn, so a caller that sends
   * the next datagram from the callback would keep everything else from running.
   */
  #settle(flight: Flight, error: HekaError | undefined): void {
    if (!this.#flights.delete(flight)) return;
    flight.outcome = { error };
    if (this.#settled.push(flight) > 1) return;
    this.#clock.setImmediate(() => {
      for (const { done, outcome } of this.#settled.splice(0)) done(outcome?.error);
    });
  }
}

import { createSocket, type Socket } from 'node:dgram';
import type { Clock } from '../clock.ts';
import { HekaError } from '../errors.ts';
import type { Address } from '../net/address.ts';
import { connectFailed, reasonWithCode } from '../net/connect-error.ts';
import { lookupAddresses } from '../net/lookup-addresses.ts';
import type { SenderSettings } from './sender.ts';
import type { UdpTarget } from './target/target.ts';

/** @see {@link SenderSettings.addressLifeMs} */
const ADDRESS_LIFE_MS = 30_000;
/** The pause after a failed lookup; datagrams sent in between fail with its error. */
const FAILURE_LIFE_MS = 1_000;

/** A socket that is connected to an address: only a connected socket learns that nobody listens there. */
interface Route {
  readonly address: Address;
  readonly socket: Socket;
}

/** What a route is made of. */
interface UdpRouteInit {
  readonly target: UdpTarget;
  /** Names the target in errors. */
  readonly url: string;
  readonly settings: SenderSettings;
  readonly clock: Clock;
  /** A search has ended: {@link UdpRoute.socket} is what it found, or {@link UdpRoute.failure} says why there is none. */
  readonly found: () => void;
}

/** The way to a udp target: a connected socket to the address that its name has, looked up now and then. */
export class UdpRoute {
  readonly #init: UdpRouteInit;
  #route: Route | undefined;
  #failure: HekaError | undefined;
  #freshUntil = 0;
  #isSearching = false;
  #isClosed = false;

  constructor(init: UdpRouteInit) {
    this.#init = init;
  }

  /** The socket to send on; undefined if there is none yet. */
  get socket(): Socket | undefined {
    return this.#route?.socket;
  }

  /** Why the last search that failed did so. */
  get failure(): HekaError | undefined {
    return this.#failure;
  }

  /** True while the name is looked up. */
  get isSearching(): boolean {
    return this.#isSearching;
  }

  /** Looks the name up if that was not done for a while. */
  refresh(): void {
    if (!this.#isSearching && this.#init.clock.now() >= this.#freshUntil) void this.#search();
  }

  /** Closes the socket; the next {@link refresh} opens another one. */
  rest(): void {
    this.#route?.socket.close();
    this.#route = undefined;
    this.#freshUntil = 0;
  }

  /** Closes the socket for good. */
  close(): void {
    this.#isClosed = true;
    this.#route?.socket.close();
    this.#route = undefined;
  }

  /** The error of a datagram that the kernel refused. */
  sendFailed(error: Error): HekaError {
    return new HekaError('SEND_FAILED', `${this.#init.url}: ${reasonWithCode(error)}`, error);
  }

  /** Looks up the name, and opens a new route if the present one is outdated. */
  async #search(): Promise<void> {
    const { target, url, settings, clock, found } = this.#init;
    const { connectTimeoutMs: timeoutMs, resolveHost, addressLifeMs = ADDRESS_LIFE_MS } = settings;
    const { host, port, family } = target;
    this.#isSearching = true;
    try {
      const addresses = await lookupAddresses({ host, port, family, url, timeoutMs, clock, resolveHost });
      // A name with several addresses may give them in another order each time.
      const stays = addresses.some((address) => address.key === this.#route?.address.key);
      const [first] = addresses;
      if (!stays && first !== undefined) this.#replace(await this.#open(first));
      this.#freshUntil = clock.now() + addressLifeMs;
    } catch (error) {
      // An address that worked is kept: a name server that is away for a moment says nothing about it.
      this.#failure = connectFailed(url, error);
      this.#freshUntil = clock.now() + FAILURE_LIFE_MS;
    }
    this.#isSearching = false;
    found();
  }

  #open(address: Address): Promise<Route> {
    const { target, settings } = this.#init;
    const { localAddress, host, port } = target;
    return new Promise((resolve, reject) => {
      const socket = createSocket(address.family === 6 ? 'udp6' : 'udp4');
      const failed = (error: Error): void => {
        socket.close();
        reject(error);
      };
      socket.once('error', failed);
      socket.once('connect', () => {
        socket.off('error', failed);
        socket.on('error', (error) => settings.onRefused?.(this.sendFailed(error)));
        resolve({ address, socket });
      });
      // A cluster's primary would otherwise share one socket among its workers.
      socket.bind({ exclusive: true, ...(localAddress !== undefined && { address: localAddress }) }, () => {
        socket.connect(address.port ?? port, address.host ?? host);
      });
      socket.unref();
    });
  }

  #replace(route: Route): void {
    this.#route?.socket.close();
    this.#route = this.#isClosed ? undefined : route;
    if (this.#isClosed) route.socket.close();
  }
}

import { createSocket, type Socket } from 'node:dgram';
import { HekaError } from '../errors.ts';
import type { Address } from './address.ts';
import { connectFailed, reasonOf } from './connect-error.ts';
import { hostAndPort } from './host.ts';
import { lookupAddresses } from './lookup-addresses.ts';
import type { DatagramSender, SenderSettings } from './sender.ts';
import type { UdpTarget } from './target.ts';

/** How long an address is used before its name is looked up again. */
const routeLifeMs = 30_000;
/** Pause after a lookup that failed; datagrams in between get its error. */
const failureLifeMs = 1_000;

type Done = (error: HekaError | undefined) => void;

/** A socket that is connected to an address: only a connected one is told that nobody listens there. */
interface Route {
  readonly address: Address;
  readonly socket: Socket;
}

/** A datagram that waits for the first route. */
interface Waiting {
  readonly datagram: Uint8Array;
  readonly done: Done;
}

/**
 * A sender of datagrams. The name is looked up before the first one and again every 30 s, in passing: datagrams take
 * the old route until the new one is there. The socket never keeps the process alive.
 */
export function createUdpSender(target: UdpTarget, settings: SenderSettings): DatagramSender {
  return new UdpSender(target, settings);
}

class UdpSender implements DatagramSender {
  readonly kind = 'datagram';
  readonly url: string;
  readonly #target: UdpTarget;
  readonly #settings: SenderSettings;
  readonly #unsettled = new Set<Done>();
  #route: Route | undefined;
  #failure: HekaError | undefined;
  #freshUntil = 0;
  #searching = false;
  #waiting: Waiting[] = [];
  #closed = false;

  constructor(target: UdpTarget, settings: SenderSettings) {
    this.url = `udp://${hostAndPort(target.host, target.port)}`;
    this.#target = target;
    this.#settings = settings;
  }

  send(datagram: Uint8Array, done: Done): void {
    this.#unsettled.add(done);
    if (this.#closed) {
      this.#settleLater(done, new HekaError('CLOSED', `${this.url}: the sender is closed`));
      return;
    }
    if (!this.#searching && performance.now() >= this.#freshUntil) void this.#search();
    if (this.#route !== undefined) this.#transmit(this.#route, datagram, done, 2);
    else if (this.#searching) this.#waiting.push({ datagram, done });
    else this.#settleLater(done, this.#failure);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#route?.socket.close();
    this.#route = undefined;
    this.#waiting = [];
    const error = new HekaError('CLOSED', `${this.url}: the sender was closed`);
    for (const done of this.#unsettled) this.#settleLater(done, error);
  }

  /** Looks the name up and opens the route, where it is another one than now. */
  async #search(): Promise<void> {
    this.#searching = true;
    try {
      const { host, port, family } = this.#target;
      const timeoutMs = this.#settings.connectTimeoutMs;
      const [address] = await lookupAddresses({ host, port, family, url: this.url, timeoutMs });
      if (address === undefined) throw new HekaError('CONNECT_FAILED', `${this.url}: name without address`);
      if (address.key !== this.#route?.address.key) this.#replaceRoute(await this.#open(address));
      this.#freshUntil = performance.now() + routeLifeMs;
    } catch (error) {
      // An address that worked is kept: a name server that is away for a moment says nothing about it.
      this.#failure = connectFailed(this.url, error);
      this.#freshUntil = performance.now() + failureLifeMs;
    }
    this.#searching = false;
    for (const { datagram, done } of this.#waiting.splice(0)) {
      if (this.#route === undefined) this.#settleLater(done, this.#failure);
      else this.#transmit(this.#route, datagram, done, 2);
    }
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
      // A cluster's primary would otherwise share one socket among its workers.
      socket.bind({ exclusive: true, ...(localAddress !== undefined && { address: localAddress }) }, () => {
        socket.connect(address.port ?? port, address.host ?? host, () => {
          socket.off('error', failed);
          socket.on('error', (error) => this.#settings.onRefused?.(this.#sendFailed(error)));
          resolve({ address, socket });
        });
      });
      socket.unref();
    });
  }

  #replaceRoute(route: Route): void {
    this.#route?.socket.close();
    this.#route = this.#closed ? undefined : route;
    if (this.#closed) route.socket.close();
  }

  #transmit(route: Route, datagram: Uint8Array, done: Done, tries: number): void {
    route.socket.send(datagram, (error) => {
      // The kernel hands the refusal of an earlier datagram to the next send, which then sends nothing.
      const stale = (error as NodeJS.ErrnoException | null)?.code === 'ECONNREFUSED' && tries > 1;
      if (error === null) this.#settle(done, undefined);
      else if (stale && route === this.#route) {
        this.#settings.onRefused?.(this.#sendFailed(error));
        this.#transmit(route, datagram, done, tries - 1);
      } else this.#settle(done, this.#sendFailed(error));
    });
  }

  #sendFailed(error: Error): HekaError {
    return new HekaError('SEND_FAILED', `${this.url}: ${reasonOf(error)}`, error);
  }

  #settle(done: Done, error: HekaError | undefined): void {
    if (this.#unsettled.delete(done)) done(error);
  }

  #settleLater(done: Done, error: HekaError | undefined): void {
    process.nextTick(() => this.#settle(done, error));
  }
}

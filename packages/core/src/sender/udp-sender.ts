import { type Clock, systemClock } from '../clock.ts';
import { HekaError } from '../errors.ts';
import { hostAndPort } from '../net/host.ts';
import type { DatagramSender, SenderSettings } from './sender.ts';
import type { UdpTarget } from './target/target.ts';
import { UdpRoute } from './udp-route.ts';

/**
 * How often one datagram is tried while the kernel reports that earlier ones were refused. It reports each refusal once,
 * to whichever send comes next, so that at least every other one of the datagrams that are tried again goes out.
 */
const MAX_TRIES = 16;

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
  readonly #settings: SenderSettings;
  readonly #clock: Clock;
  readonly #route: UdpRoute;
  readonly #flights = new Set<Flight>();
  /** Those that wait for a route. */
  #waiting: Flight[] = [];
  /** Those whose outcome is reported at the end of this turn. */
  #settled: Flight[] = [];
  #closed = false;

  constructor(target: UdpTarget, settings: SenderSettings) {
    const url = `udp://${hostAndPort(target.host, target.port)}`;
    const { clock = systemClock } = settings;
    this.url = url;
    this.#settings = settings;
    this.#clock = clock;
    this.#route = new UdpRoute({ target, url, settings, clock, found: () => this.#transmitWaiting() });
  }

  send(datagram: Uint8Array, done: (error: HekaError | undefined) => void): void {
    const flight: Flight = { datagram, done };
    this.#flights.add(flight);
    if (this.#closed) {
      this.#settle(flight, new HekaError('CLOSED', `${this.url}: the sender is closed`));
      return;
    }
    this.#route.refresh();
    if (this.#route.socket === undefined && this.#route.isSearching) this.#waiting.push(flight);
    else this.#transmit(flight);
  }

  rest(): void {
    this.#route.rest();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#route.close();
    this.#waiting = [];
    const error = new HekaError('CLOSED', `${this.url}: the sender was closed`);
    for (const flight of this.#flights) this.#settle(flight, error);
  }

  #transmitWaiting(): void {
    for (const flight of this.#waiting.splice(0)) this.#transmit(flight);
  }

  #transmit(flight: Flight, tries = MAX_TRIES): void {
    const { socket, failure } = this.#route;
    if (socket === undefined) {
      this.#settle(flight, failure);
      return;
    }
    socket.send(flight.datagram, (error: NodeJS.ErrnoException | null) => {
      if (error?.code === 'ECONNREFUSED' && tries > 1) {
        // The kernel hands the refusal of an earlier datagram to the next send, which then sends nothing.
        this.#settings.onRefused?.(this.#route.sendFailed(error));
        this.#transmit(flight, tries - 1);
      } else {
        this.#settle(flight, error === null ? undefined : this.#route.sendFailed(error));
      }
    });
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

import type { Clock } from '../../../clock.ts';
import type { HekaError } from '../../../errors.ts';
import type { Address } from '../../../net/address.ts';
import type { FrameStore } from '../../../queue/frame-store.ts';
import type { ConfirmOptions } from '../../destination-options.ts';
import type { Generation } from '../generation/generation.ts';
import { type Generations, MAX_CONNECTIONS } from '../generation/generations.ts';
import type { Opener } from '../opener.ts';
import { afterStraggler } from './after-straggler.ts';
import { OrderHold } from './order-hold.ts';
import { RotationSchedule } from './rotation-schedule.ts';
import type { RoundTrip } from './round-trip.ts';

/** How soon a rotation is tried again that found no room for the connections it needs. */
const NO_ROOM_MS = 1_000;

/** What a rotation leaves to the destination. */
interface RotationHooks {
  /** `generation` carries what is sent from now on. */
  carry(generation: Generation): void;
  /** The last bytes have had their time: `generation` may end now. */
  end(generation: Generation): void;
  /** A connection is given up: its frames go out again. */
  lost(generation: Generation, error: HekaError): void;
  /** A connection is no longer needed. */
  dismiss(generation: Generation): void;
  /** A rotation may have become due, or a write possible. */
  advance(): void;
}

/** What a rotation needs. */
interface RotationOptions {
  readonly confirm: ConfirmOptions;
  readonly clock: Clock;
  /** Numbers from 0 to 1, 1 excluded. */
  readonly random: () => number;
  readonly opener: Opener;
  readonly generations: Generations;
  readonly roundTrip: RoundTrip;
  readonly hooks: RotationHooks;
}

/**
 * The change from one generation to the next, make before break: the next connection is opened, what is sent from then on
 * goes there, and the old one is ended. If no connection can be opened, the old one carries on.
 */
export class Rotation {
  readonly schedule: RotationSchedule;
  readonly #options: RotationOptions;
  readonly #hold: OrderHold;
  /** Since when no connection can be opened beside the current one. */
  #failingSince: number | undefined;
  /** The current connection may be dead: nothing is written before there is another one. */
  #renewing = false;

  constructor(options: RotationOptions) {
    const { confirm, clock, random, hooks } = options;
    const act = (): void => hooks.advance();
    this.#options = options;
    this.schedule = new RotationSchedule({ confirm, clock, random, act });
    this.#hold = new OrderHold(confirm, clock, act);
  }

  /** True while nothing may be written. */
  blocks(queue: FrameStore): boolean {
    return this.#renewing || this.#hold.blocks(queue);
  }

  /** True if `current` should end. */
  isDue({ cargo }: Generation, firstUnsent: number, isUrgent: boolean): boolean {
    return this.#renewing || (cargo.frames > 0 && this.schedule.isDue(cargo, firstUnsent, isUrgent));
  }

  /** Wants another connection before anything more is written. */
  renew(): void {
    this.#renewing = true;
  }

  /** Another generation carries what is sent, whether by a rotation or not. */
  carried(): void {
    this.#renewing = false;
    this.schedule.forget();
  }

  /** Ends `current` behind the next generation. Never rejects. */
  async run(current: Generation, isUrgent: boolean): Promise<void> {
    const { opener, generations } = this.#options;
    this.schedule.rotated();
    try {
      const addresses = await opener.lookup().catch(() => [current.address]);
      if (addresses.some(({ key }) => key === current.address.key)) {
        const next = await opener.open([current.address]);
        if (next !== undefined) this.#handOver({ current, sentinel: next, carrier: next, isUrgent });
      } else if (generations.connections + 2 <= MAX_CONNECTIONS) {
        await this.#move(current, addresses, isUrgent);
      } else {
        this.schedule.again(NO_ROOM_MS);
      }
      this.#failingSince = undefined;
    } catch (error) {
      this.#failed(current, error as HekaError);
    }
  }

  /** Stops all timers; the next generation starts them again. */
  stop(): void {
    this.schedule.stop();
    this.#hold.end();
  }

  /** The name has moved: a short-lived connection vouches for `current`, and the frames go to the new address. */
  async #move(current: Generation, addresses: readonly Address[], isUrgent: boolean): Promise<void> {
    const { opener, generations, hooks } = this.#options;
    const watch = await opener.open([current.address], true).catch(() => undefined);
    const carrier = await opener.open(addresses).catch((error: HekaError) => {
      if (watch !== undefined) hooks.dismiss(watch);
      throw error;
    });
    if (carrier === undefined) return;
    if (watch !== undefined) {
      this.#handOver({ current, sentinel: watch, carrier, isUrgent });
      return;
    }
    // Nobody listens at the old address any more, so nothing can vouch for what was sent there.
    if (generations.current === current) hooks.lost(current, current.outlived());
    hooks.carry(carrier);
  }

  #handOver({ current, sentinel, carrier, isUrgent }: HandOver): void {
    const { generations, roundTrip, clock, hooks } = this.#options;
    if (generations.current !== current) {
      // It broke in the meantime, and its frames are back in the queue.
      if (sentinel !== carrier) hooks.dismiss(sentinel);
      hooks.carry(carrier);
      return;
    }
    current.beginEnd(sentinel);
    if (current.cargo.frames > 0) this.#hold.begin(current);
    hooks.carry(carrier);
    const roundTripMs = roundTrip.of(sentinel.connectMs);
    afterStraggler({ generation: current, roundTripMs, isUrgent }, clock, () => hooks.end(current));
  }

  /** If no connection to the receiver can be opened for as long as a close may take, the current one is dead as well. */
  #failed(current: Generation, error: HekaError): void {
    const { opener, generations, clock, confirm, hooks } = this.#options;
    this.#renewing = false;
    opener.failed(error);
    if (generations.current !== current) return;
    this.#failingSince ??= clock.now();
    if (clock.now() - this.#failingSince < confirm.confirmTimeoutMs) this.schedule.demand();
    else hooks.lost(current, error);
  }
}

interface HandOver {
  readonly current: Generation;
  /** Vouches for `current`. */
  readonly sentinel: Generation;
  /** Carries what is sent from now on. */
  readonly carrier: Generation;
  readonly isUrgent: boolean;
}

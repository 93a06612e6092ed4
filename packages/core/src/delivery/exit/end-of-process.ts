/**
 * What happens to deliveries when the process ends: one `beforeExit` and one `exit` listener for the whole process,
 * however many deliveries there are. They are held weakly: one that nobody uses any more, and that has nothing to send,
 * goes away.
 *
 * **Out of work.** Sockets and timers of a delivery never keep the process alive, so Node may run out of work while
 * messages wait. It then emits `beforeExit`, and whatever work starts there is waited for: a flush. Work that starts in
 * `beforeExit` makes Node emit it once more, so that an application that logs in its own `beforeExit` listener would never
 * end. Flushes that follow each other at once (within {@link BURST_GAP_MS}) are therefore limited to
 * {@link BURST_ROUNDS}. For the same reason nothing that a log call schedules may be such work while the listeners run:
 * see `delivery-clock.ts`.
 *
 * **Exit.** `process.exit()` and an uncaught throw leave no time for anything but to report what they cut off. Other
 * `exit` listeners may still log, so ours moves behind each one that is added. One that is added in the very tick in which
 * the process ends runs after ours all the same; what it logs is reported on its own.
 */

import { systemClock } from '../../clock.ts';
import { asOurs, isExiting, isOurs } from './our-listener.ts';

const BURST_GAP_MS = 1_000;
const BURST_ROUNDS = 3;
const HOUR_MS = 3_600_000;
/** How often our listener moves at most: somebody else's may do the same. */
const MAX_MOVES = 1_000;

/** The part of a delivery that has to do with the end of the process. */
interface Ending {
  flush(options: { readonly ending: true }): Promise<unknown>;
  stats(): { readonly accepted: number; readonly pending: number };
  /** The process ends now: reports what that cuts off, and what is logged from now on. */
  endWithProcess(): void;
}

/** One registered delivery. */
interface Registration {
  readonly delivery: WeakRef<Ending>;
  /** `accepted` at the last flush: what is still pending since then was given up. */
  flushedAt: number;
}

// Bound here because fake timers replace it.
const nextTick = process.nextTick.bind(process);

const registrations = new Set<Registration>();
const collected = new FinalizationRegistry<Registration>(forget);
let burstRounds = 0;
let lastRoundEndedAt = Number.NEGATIVE_INFINITY;
let inListeners = false;
let movesBehind = false;
let moves = 0;

/** True while the `beforeExit` listeners of the application run: what they log is flushed after them. */
export function isBeforeExit(): boolean {
  return inListeners;
}

/**
 * Registers a delivery: it is flushed when the process has nothing else to do, and reports what `exit` cuts off.
 *
 * @returns a function that ends this
 */
export function watchEndOfProcess(delivery: Ending): () => void {
  // Too late for a listener.
  if (isExiting()) {
    delivery.endWithProcess();
    return () => {};
  }
  const registration: Registration = { delivery: new WeakRef(delivery), flushedAt: 0 };
  collected.register(delivery, registration, registration);
  if (registrations.size === 0) {
    process.prependListener('beforeExit', flushSoon);
    process.on('exit', endAll);
    process.on('newListener', moveBehind);
  }
  registrations.add(registration);
  return () => {
    collected.unregister(registration);
    forget(registration);
  };
}

function forget(registration: Registration): void {
  if (registrations.delete(registration) && registrations.size === 0) {
    process.removeListener('beforeExit', flushSoon);
    process.removeListener('exit', endAll);
    process.removeListener('newListener', moveBehind);
  }
}

/** Moves our listener behind one that is about to be added. */
function moveBehind(event: string | symbol, listener: unknown): void {
  if (event !== 'exit' || movesBehind || moves >= MAX_MOVES) return;
  if (isOurs(listener)) return;
  movesBehind = true;
  moves++;
  nextTick(() => {
    movesBehind = false;
    if (registrations.size === 0) return;
    process.removeListener('exit', endAll);
    process.on('exit', endAll);
  });
}

/** After all other listeners, for they may log. */
function flushSoon(): void {
  inListeners = true;
  nextTick(flushAll);
}

function flushAll(): void {
  inListeners = false;
  if (systemClock.now() - lastRoundEndedAt > BURST_GAP_MS) burstRounds = 0;
  if (burstRounds >= BURST_ROUNDS) return;
  const flushes: Promise<unknown>[] = [];
  for (const registration of registrations) {
    const delivery = registration.delivery.deref();
    if (delivery === undefined) continue;
    const { accepted, pending } = delivery.stats();
    if (pending === 0 || accepted === registration.flushedAt) continue;
    registration.flushedAt = accepted;
    flushes.push(delivery.flush({ ending: true }));
  }
  if (flushes.length === 0) return;
  burstRounds++;
  const alive = systemClock.setInterval(() => {}, HOUR_MS);
  void Promise.allSettled(flushes).then(() => {
    systemClock.clear(alive);
    lastRoundEndedAt = systemClock.now();
  });
}

asOurs(endAll);

function endAll(): void {
  for (const { delivery } of registrations) delivery.deref()?.endWithProcess();
}

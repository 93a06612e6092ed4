/**
 * One `beforeExit` and one `exit` listener for the whole process, however many deliveries there are.
 *
 * Sockets and timers of a delivery never keep the process alive, so Node may run out of work while messages
 * wait. It then emits `beforeExit`, and whatever work starts there is waited for. Deliveries are held weakly:
 * one that nobody uses any more and that has nothing to send goes away.
 *
 * Work that starts in `beforeExit` makes Node emit it once more. An application that logs in its own
 * `beforeExit` listener would so never end; flushes that follow each other at once (within
 * {@link BURST_GAP_MS}) are therefore limited to {@link BURST_ROUNDS}. For the same reason nothing that a log call
 * schedules may be such work while the listeners run: see `delivery-clock.ts`.
 *
 * `process.exit()` and an uncaught throw leave no time for anything but to tell what they cut off.
 */

const BURST_GAP_MS = 1000;
const BURST_ROUNDS = 3;

/** The part of a delivery that is needed to flush it. */
export interface Flushable {
  flush(options: { readonly ending: true }): Promise<unknown>;
  stats(): { readonly accepted: number; readonly pending: number };
  /** Tells what the end of the process cuts off. */
  tellUnsent(): void;
}

/** One registered delivery. */
interface Registration {
  readonly delivery: WeakRef<Flushable>;
  /** `accepted` at the last flush: what is still pending since then was given up. */
  flushedAt: number;
}

const registrations = new Set<Registration>();
const collected = new FinalizationRegistry<Registration>(forget);
let burstRounds = 0;
let lastRoundEndedAt = Number.NEGATIVE_INFINITY;
let inListeners = false;

/** True while the `beforeExit` listeners of the application run: what they log is flushed after them. */
export function isBeforeExit(): boolean {
  return inListeners;
}

/**
 * Flushes a delivery when the process has nothing else to do, and keeps the process alive meanwhile.
 *
 * @returns a function that ends this, to call when the delivery was closed
 */
export function flushBeforeExit(delivery: Flushable): () => void {
  const registration: Registration = { delivery: new WeakRef(delivery), flushedAt: 0 };
  collected.register(delivery, registration, registration);
  if (registrations.size === 0) {
    process.prependListener('beforeExit', flushSoon);
    process.on('exit', tellAll);
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
    process.removeListener('exit', tellAll);
  }
}

/** After all other listeners, for they may log. */
function flushSoon(): void {
  inListeners = true;
  process.nextTick(flushAll);
}

function flushAll(): void {
  inListeners = false;
  if (performance.now() - lastRoundEndedAt > BURST_GAP_MS) burstRounds = 0;
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
  burstRounds += 1;
  const alive = setInterval(() => {}, 0x7fffffff);
  void Promise.allSettled(flushes).then(() => {
    clearInterval(alive);
    lastRoundEndedAt = performance.now();
  });
}

function tellAll(): void {
  for (const registration of registrations) {
    const delivery = registration.delivery.deref();
    // What a flush gave up has been told.
    if (delivery !== undefined && delivery.stats().accepted !== registration.flushedAt) delivery.tellUnsent();
  }
}

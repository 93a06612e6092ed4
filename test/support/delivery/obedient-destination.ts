import type {
  Destination,
  DestinationHooks,
  DestinationState,
} from '../../../packages/core/src/destination/destination.ts';
import { HekaError } from '../../../packages/core/src/errors.ts';
import type { FrameRun, FrameStore } from '../../../packages/core/src/queue/frame-store.ts';

/** A destination that has no connection: it takes, confirms and fails when a test says so. */
export class ObedientDestination implements Destination {
  state: DestinationState = 'open';
  connections = 1;
  /** Bytes of every run that was confirmed or left unsettled. */
  readonly arrived: Buffer[] = [];
  /** What it took counts as written. */
  readonly unwrittenFrames = 0;
  urgent = false;
  resting = false;
  /** How often it was woken. */
  wakes = 0;
  #flying: FrameRun[] = [];
  #unsettled: FrameRun[] = [];
  readonly #store: FrameStore;
  readonly #hooks: DestinationHooks;

  constructor(store: FrameStore, hooks: DestinationHooks) {
    this.#store = store;
    this.#hooks = hooks;
  }

  get unsettled(): number {
    return this.#unsettled.reduce((sum, { frames }) => sum + frames, 0);
  }

  get firstUnwrittenOrdinal(): number {
    return this.#store.firstUnsentOrdinal;
  }

  get firstUnclosedOrdinal(): number {
    return Math.min(this.#store.firstUnsentOrdinal, ...this.#flying.map(({ ordinal }) => ordinal));
  }

  /** Takes a run off the store. */
  take(maxBytes: number): void {
    const run = this.#store.take(maxBytes);
    if (run !== undefined) this.#flying.push(run);
    this.#hooks.progress();
  }

  /** Confirms one of the runs that were taken. */
  confirm(pick: number): void {
    const run = this.#pick(pick);
    if (run === undefined) return;
    this.#letGo(run);
    this.#hooks.confirmed(run.frames);
    this.#hooks.progress();
  }

  /** One of the runs that were taken closed cleanly at the end of life. */
  closeCleanly(pick: number): void {
    const run = this.#pick(pick);
    if (run === undefined) return;
    this.#unsettled.push(run);
    this.#hooks.unsettled(run.frames);
    this.#hooks.progress();
  }

  /** What closed cleanly has settled. */
  settle(): void {
    for (const run of this.#unsettled.splice(0)) {
      this.#letGo(run);
      this.#hooks.confirmed(run.frames);
    }
    this.#hooks.progress();
  }

  /** The connection breaks: all that was taken goes back, what had closed as well. */
  fail(): void {
    const runs = [...this.#flying.splice(0), ...this.#unsettled.splice(0)];
    const messages = runs.reduce((sum, { frames }) => sum + frames, 0);
    this.#store.putBack(runs);
    const error = new HekaError('CONNECTION_LOST', 'the connection failed on demand');
    this.#hooks.disconnected('nowhere', error, messages);
    if (messages > 0) this.#hooks.replayed(messages);
    this.#hooks.progress();
  }

  /** An attempt to connect is refused. */
  refuse(): void {
    this.#hooks.reconnect(new HekaError('CONNECT_FAILED', 'refused on demand'), 1, 0);
  }

  /** Gives up what was not taken. */
  giveUp(): void {
    this.#hooks.dropped('gave-up', this.#store.dropUnsent());
    this.#hooks.progress();
  }

  wake(): void {
    this.wakes++;
    this.resting = false;
  }

  rest(): void {
    this.resting = true;
  }

  confirmUpTo(): void {}

  setUrgent(urgent: boolean): void {
    this.urgent = urgent;
  }

  reclaim(): boolean {
    return false;
  }

  close(): Promise<void> {
    const { unsettled } = this;
    for (const run of this.#unsettled.splice(0)) this.#letGo(run);
    if (unsettled > 0) this.#hooks.leftUnsettled(unsettled);
    this.#store.putBack(this.#flying.splice(0));
    this.state = 'closed';
    return Promise.resolve();
  }

  #pick(pick: number): FrameRun | undefined {
    const [run] = this.#flying.splice(pick % Math.max(1, this.#flying.length), 1);
    return run;
  }

  #letGo(run: FrameRun): void {
    this.arrived.push(Buffer.from(run.bytes()));
    this.#store.release(run);
  }
}

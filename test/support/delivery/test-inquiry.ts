import { Socket } from 'node:net';
import { HekaError } from 'heka-core';
import { Confirmation } from '../../../packages/core/src/destination/stream/confirmation/confirmation.ts';
import { Inquiry } from '../../../packages/core/src/destination/stream/confirmation/inquiry.ts';
import { ReplayWindow } from '../../../packages/core/src/destination/stream/confirmation/replay-window.ts';
import { Connector } from '../../../packages/core/src/destination/stream/connector.ts';
import type { Generation } from '../../../packages/core/src/destination/stream/generation/generation.ts';
import { Generations } from '../../../packages/core/src/destination/stream/generation/generations.ts';
import { Opener } from '../../../packages/core/src/destination/stream/opener.ts';
import { ipAddress } from '../../../packages/core/src/net/address.ts';
import type { PendingConnection } from '../../../packages/core/src/sender/sender.ts';
import { FakeClock } from '../time/fake-clock.ts';
import { finish, idleGeneration } from './idle-generation.ts';

export const CONFIRM_TIMEOUT_MS = 30_000;

const address = ipAddress('127.0.0.1', 1);
const RECONNECT = {
  enabled: true,
  tries: 10,
  name: 'fixed',
  initialDelayMs: 700,
  maxDelayMs: 700,
  factor: 1,
  randomisationFactor: 0,
  connectTimeoutMs: 10_000,
} as const;

/** An inquiry among real parts of a destination, with a clock that the test moves and sockets that lead nowhere. */
export class TestInquiry {
  /** What the inquiry left to its owner, and the answers to its questions. */
  readonly done: string[] = [];
  /** The sockets of the connections that it opened, oldest first. */
  readonly opened: Socket[] = [];
  /** True: nobody listens. */
  isRefused = false;
  readonly clock = new FakeClock();
  readonly generations = new Generations();
  readonly connector: Connector;
  readonly confirmation: Confirmation;
  readonly window: ReplayWindow;
  readonly inquiry: Inquiry;
  /** The connection that frames are written to; it carries one. */
  current: Generation;
  #lastId = 1;

  constructor() {
    const { clock, generations } = this;
    const confirmTimeoutMs = CONFIRM_TIMEOUT_MS;
    this.connector = new Connector({
      sender: {
        kind: 'stream',
        url: 'tcp://nowhere:1',
        lookup: () => Promise.resolve([address]),
        connect: () => this.#connect(),
      },
      reconnect: RECONNECT,
      clock,
      random: () => 0.5,
    });
    this.confirmation = new Confirmation({ settleTimeMs: 2_000, confirmTimeoutMs }, clock, {
      confirm: () => {},
      unsettled: () => {},
      distrust: () => {},
      suspect: () => {},
      doubt: () => {},
      overdue: () => {},
    });
    this.window = new ReplayWindow(confirmTimeoutMs, clock, () => {});
    const { connector, confirmation, window } = this;
    const opener = this.#createOpener();
    this.inquiry = new Inquiry({
      clock,
      confirmTimeoutMs,
      connector,
      opener,
      generations,
      confirmation,
      window,
      hooks: {
        carry: () => this.done.push('carry'),
        lost: (generation) => this.done.push(`lost ${generation.id}`),
        dismiss: (generation) => this.#dismiss(generation),
        warn: () => this.done.push('warn'),
        later: (waitMs) => this.done.push(`later ${waitMs}`),
      },
    });
    this.current = this.open(1);
    generations.current = this.current;
  }

  /** A connection that is older than any question. */
  open(frames: number, port = 1): Generation {
    const { clock } = this;
    // Opened ones count from 1 upwards.
    this.#lastId--;
    const generation = idleGeneration({ id: this.#lastId, clock, frames, port });
    this.generations.add(generation);
    return generation;
  }

  /** One whose close is awaited. */
  ended(): Generation {
    const generation = this.open(1);
    generation.beginEnd(this.current);
    generation.end();
    finish(generation);
    this.confirmation.ended(generation);
    return generation;
  }

  /** Looks what can be done, and lets attempts to connect come to their end. */
  async advance(): Promise<boolean> {
    const isAsking = this.inquiry.advance(this.current);
    await new Promise((resolve) => setImmediate(resolve));
    return isAsking;
  }

  /** The peer closes the connection that was opened last. */
  close(): void {
    for (const event of ['finish', 'end', 'close']) this.opened.at(-1)?.emit(event, false);
  }

  async askAndAnswer(): Promise<void> {
    this.inquiry.doubt();
    await this.advance();
    this.close();
  }

  /** A connection opened after the question carries what is sent. */
  renew(): Generation {
    const { clock, generations } = this;
    const next = idleGeneration({ id: 100 + generations.list().length, clock, frames: 1 });
    generations.add(next);
    generations.current = next;
    return next;
  }

  #createOpener(): Opener {
    const { clock, connector, generations, confirmation } = this;
    return new Opener({
      connector,
      generations,
      clock,
      hooks: {
        written: () => {},
        closedCleanly: (generation, closeMs) => {
          this.done.push(`answer ${this.inquiry.answer(generation) ?? 'of another'}`);
          confirmation.closed(generation, closeMs);
        },
        failed: (generation) => {
          generation.fail();
          generations.delete(generation);
          confirmation.forget(generation);
          this.inquiry.lost(generation);
        },
      },
      attemptFailed: ({ message }) => this.done.push(`failed: ${message}`),
      free: () => {},
    });
  }

  #connect(): PendingConnection {
    const socket = new Socket();
    this.opened.push(socket);
    const refused = new HekaError('CONNECT_FAILED', 'refused');
    return { opened: this.isRefused ? Promise.reject(refused) : Promise.resolve(socket), abort: () => {} };
  }

  #dismiss(generation: Generation): void {
    this.done.push('dismiss');
    this.confirmation.forget(generation);
    void this.generations.dismiss(generation);
    this.opened.at(-1)?.emit('close', false);
  }
}

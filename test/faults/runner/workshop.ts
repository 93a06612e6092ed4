import { mkdirSync } from 'node:fs';
import type { NetConnectOpts } from 'node:net';
import { join } from 'node:path';
import type { HekaOptions } from 'heka-core';
import { type Tally, tally } from '../oracle/tally.ts';
import { ProducerHost } from '../producers/producer-host.ts';
import type { ProducerOptions } from '../producers/producer-options.ts';
import type { Fault } from '../proxy/fault.ts';
import { FaultProxy } from '../proxy/fault-proxy.ts';
import type { SeededRandom } from '../random/seeded-random.ts';
import { ReceiverHost } from '../receivers/receiver-host.ts';
import type { Listen, ReceiverOptions } from '../receivers/receiver-options.ts';
import { type Certificate, createCertificate } from './certificate.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** A receiver, where it is, and where its files are. */
export interface Place {
  readonly receiver: ReceiverHost;
  /** Options that lead a delivery there. */
  readonly options: HekaOptions;
  readonly directory: string;
}

const finalFlushMs = 120_000;
const closeMs = 10_000;
let lastRun = 0;

/** Starts what a case needs, and ends it afterwards, whatever has happened. */
export class Workshop {
  readonly #directory: string;
  readonly #random: SeededRandom;
  readonly #cleanUps: (() => Promise<void>)[] = [];
  #places = 0;

  constructor(directory: string, random: SeededRandom) {
    this.#directory = directory;
    this.#random = random;
  }

  /** Starts a receiver on `kind`. */
  async receiver(
    kind: Listen['kind'],
    options: Omit<Partial<ReceiverOptions>, 'directory'> = {},
  ): Promise<Place> {
    const directory = join(this.#directory, `receiver-${++this.#places}`);
    mkdirSync(directory, { recursive: true });
    const certificate = kind === 'tls' ? await createCertificate() : undefined;
    const receiver = await ReceiverHost.start({
      listen: listenOn(kind, directory, certificate),
      seed: this.#random.integer(0, 0xffff_ffff),
      ...options,
      directory,
    });
    this.#cleanUps.push(() => receiver.stop());
    return { receiver, directory, options: targetOptions(kind, receiver.port, directory, certificate) };
  }

  /** Starts a producer that sends with a delivery. */
  delivery(
    options: HekaOptions,
    more: Partial<ProducerOptions> = {},
    nodeOptions?: readonly string[],
  ): Promise<Run> {
    return this.#producer({ ...more, sending: { sender: 'delivery', options } }, nodeOptions);
  }

  /** Starts a producer that sends with the control. */
  naive(target: NetConnectOpts, more: Partial<ProducerOptions> = {}): Promise<Run> {
    return this.#producer({ ...more, sending: { sender: 'naive', target } });
  }

  /** Starts a proxy in front of a receiver on TCP; `options` lead through it. */
  async proxy(
    place: Place,
    plan: (connection: number) => Fault,
  ): Promise<{ proxy: FaultProxy; options: HekaOptions }> {
    const proxy = await FaultProxy.start({ host: '127.0.0.1', port: place.receiver.port }, plan);
    this.#cleanUps.push(() => proxy.stop());
    return { proxy, options: { host: '127.0.0.1', port: proxy.port } };
  }

  /** Ends all that was started, last first. */
  async cleanUp(): Promise<void> {
    for (const cleanUp of this.#cleanUps.splice(0).toReversed()) await cleanUp();
  }

  async #producer(
    options: Pick<ProducerOptions, 'sending'> & Partial<ProducerOptions>,
    nodeOptions?: readonly string[],
  ): Promise<Run> {
    const run = (lastRun = (lastRun + 1) & 0xffff);
    const seed = this.#random.integer(0, 0xffff_ffff);
    const producer = await ProducerHost.start({ run, seed, ...options }, nodeOptions);
    this.#cleanUps.push(() => producer.stop());
    return new Run(producer, run);
  }
}

/** A producer and its run number. */
export class Run {
  readonly producer: ProducerHost;
  readonly #run: number;

  constructor(producer: ProducerHost, run: number) {
    this.producer = producer;
    this.#run = run;
  }

  /** What lies in the files of `place` now. */
  tally(place: Place): Tally {
    return tally(place.directory, this.#run);
  }

  /** Confirms everything, within `flushMs`, ends producer and receiver in order, and counts. */
  async finish(place: Place, flushMs = finalFlushMs): Promise<Outcome> {
    await this.producer.flush(flushMs);
    await this.producer.close(Math.min(flushMs, closeMs));
    const report = await this.producer.report();
    await this.producer.stop();
    await place.receiver.stop();
    return outcomeOf(report, this.tally(place));
  }
}

function listenOn(kind: Listen['kind'], directory: string, certificate: Certificate | undefined): Listen {
  if (kind === 'unix') return { kind, path: join(directory, 'socket') };
  if (certificate !== undefined)
    return { kind: 'tls', port: 0, cert: certificate.cert, key: certificate.key };
  return { kind: 'tcp', port: 0 };
}

function targetOptions(
  kind: Listen['kind'],
  port: number,
  directory: string,
  certificate: Certificate | undefined,
): HekaOptions {
  if (kind === 'unix') return { mode: 'unix', path: join(directory, 'socket') };
  if (certificate !== undefined) return { mode: 'tls', host: '127.0.0.1', port, ca: certificate.cert };
  return { mode: 'tcp', host: '127.0.0.1', port };
}

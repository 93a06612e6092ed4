import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a sink counts: Heka frames, lines of text, bytes, events of Fluentd's clients, or log records of OTLP. */
export type SinkFormat = 'frames' | 'lines' | 'bytes' | 'forward' | 'otlp';

/** Asks for an answer as soon as there are `count`. */
export interface SinkRequest {
  readonly count: number;
}

/** First the port, then an answer per request. */
export interface SinkAnswer {
  readonly port?: number;
  readonly count?: number;
  /** Bytes read until then. */
  readonly bytes?: number;
  /** When the count was reached, by `clockSeconds`. */
  readonly atSeconds?: number;
}

/** A receiver on the loopback interface that only counts, in a process of its own. */
export class Sink {
  readonly port: number;
  /** Bytes that had come when {@link Sink.received} last resolved. */
  bytes = 0;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /** Starts one; it ends with this process. */
  static async start(format: SinkFormat): Promise<Sink> {
    const program = fileURLToPath(new URL('./sink-process.js', import.meta.url));
    const child = fork(program, [format], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const [{ port = 0 }] = (await once(child, 'message')) as [SinkAnswer];
    return new Sink(child, port);
  }

  /**
   * Waits until that many have come.
   *
   * @returns when, by `clockSeconds`
   * @throws Error if more have come
   */
  async received(expected: number): Promise<number> {
    this.#child.send({ count: expected } satisfies SinkRequest);
    const [{ count, bytes = 0, atSeconds = 0 }] = (await once(this.#child, 'message')) as [SinkAnswer];
    if (count !== expected) throw new Error(`the sink counted ${count}, not ${expected}`);
    this.bytes = bytes;
    return atSeconds;
  }
}

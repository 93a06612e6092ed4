import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { MessageJson } from 'heka-core';
import { SOURCE_ARGUMENTS } from '../processes/run-app.ts';

/** Asks for all messages that it was not given before, as soon as there are `count`. */
export interface ReceiverRequest {
  readonly count: number;
}

export interface ReceiverAnswer {
  readonly url?: string;
  readonly messages?: readonly MessageJson[];
  readonly error?: string;
}

/** A receiver on plain TCP in a process of its own: it lives on when the sender's process ends. */
export class RemoteReceiver {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /**
   * Starts one.
   *
   * @param test ends it; without, call {@link stop}
   */
  static async start(test?: { after(hook: () => void): void }): Promise<RemoteReceiver> {
    const script = fileURLToPath(new URL('./receiver-process.ts', import.meta.url));
    const child = fork(script, { execArgv: [...SOURCE_ARGUMENTS] });
    test?.after(() => {
      child.kill('SIGKILL');
    });
    const [answer] = (await once(child, 'message')) as [ReceiverAnswer];
    return new RemoteReceiver(child, answer.url ?? '');
  }

  /** Waits until `count` messages have come since the last call; resolves to all that have, in their order. */
  async messages(count: number): Promise<readonly MessageJson[]> {
    this.#child.send({ count } satisfies ReceiverRequest);
    const [answer] = (await once(this.#child, 'message')) as [ReceiverAnswer];
    if (answer.messages === undefined) throw new Error(answer.error);
    return answer.messages;
  }

  /** Stops it like a machine that hangs, or lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal);
  }

  /** Ends it, without waiting for anything. */
  stop(): void {
    this.#child.kill('SIGKILL');
  }
}

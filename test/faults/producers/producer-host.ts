import { ManagedChild } from '../process/managed-child.ts';
import type { MemoryUse, ProducePlan, ProducerOptions, ProducerReport } from './producer-options.ts';
import type { FlushKind, SenderFlush } from './sender.ts';

const entry = new URL('./producer-process.ts', import.meta.url);

/** A {@link Producer} in a process of its own: its event loop and its memory are nobody else's. */
export class ProducerHost {
  readonly #process: ManagedChild;

  private constructor(nodeOptions: readonly string[]) {
    this.#process = new ManagedChild(entry, nodeOptions);
  }

  static async start(options: ProducerOptions, nodeOptions: readonly string[] = []): Promise<ProducerHost> {
    const host = new ProducerHost(nodeOptions);
    await host.#process.started();
    await host.#process.request('create', options);
    return host;
  }

  /** May be left alone: when the process ends first nobody has to hear of it. */
  produce(plan: ProducePlan): Promise<void> {
    return this.#process.request('produce', plan) as Promise<void>;
  }

  async stopProducing(): Promise<void> {
    await this.#process.request('stop');
  }

  async sent(): Promise<number> {
    return (await this.#process.request('sent')) as number;
  }

  async writeAfterUnseenClose(go: string): Promise<void> {
    await this.#process.request('writeAfterUnseenClose', go);
  }

  async flush(timeoutMs: number, kind: FlushKind = 'confirmed'): Promise<SenderFlush> {
    return (await this.#process.request('flush', { timeoutMs, kind })) as SenderFlush;
  }

  async close(timeoutMs: number): Promise<SenderFlush> {
    return (await this.#process.request('close', timeoutMs)) as SenderFlush;
  }

  async report(): Promise<ProducerReport> {
    return (await this.#process.request('report')) as ProducerReport;
  }

  async attempts(): Promise<readonly number[]> {
    return (await this.#process.request('attempts')) as readonly number[];
  }

  async health(): Promise<{ readonly confirmed: number; readonly connected: number }> {
    return (await this.#process.request('health')) as { confirmed: number; connected: number };
  }

  async memory(): Promise<MemoryUse> {
    return (await this.#process.request('memory')) as MemoryUse;
  }

  async stop(): Promise<void> {
    await this.#process.end('SIGKILL');
  }
}

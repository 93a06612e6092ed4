import { createDelivery, type Delivery, HekaError, type HekaOptions } from 'heka-core';
import type { FlushKind, Sender, SenderEvent, SenderFlush, SenderStats } from './sender.ts';

/** A delivery of heka-core as the suite sees it. */
export class DeliverySender implements Sender {
  readonly #delivery: Delivery;

  constructor(options: HekaOptions, onEvent: (event: SenderEvent) => void) {
    this.#delivery = createDelivery({ quiet: true, ...options });
    this.#delivery
      .on('connected', () => onEvent('connected'))
      .on('disconnected', () => onEvent('disconnected'))
      .on('reconnect', () => onEvent('reconnect'))
      .on('replayed', () => onEvent('replayed'))
      .on('warn', (error) => {
        // An outage begins with its error; that is not what is counted here.
        if (!(error instanceof HekaError)) onEvent('warn');
      });
  }

  log(uuid: Buffer, payload: string): boolean {
    return this.#delivery.log({ uuid, type: 'fault-suite', severity: 6, payload });
  }

  ready(): Promise<void> {
    return this.#delivery.ready();
  }

  flush(timeout: number, kind: FlushKind = 'confirmed'): Promise<SenderFlush> {
    return this.#delivery.flush(kind === 'ending' ? { timeout, ending: true } : { timeout, until: kind });
  }

  close(timeoutMs: number): Promise<SenderFlush> {
    return this.#delivery.close({ timeout: timeoutMs });
  }

  stats(): SenderStats {
    return this.#delivery.stats();
  }
}

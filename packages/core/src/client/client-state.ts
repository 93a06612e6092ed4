import { createDelivery } from '../delivery/create-delivery.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { HekaError } from '../errors.ts';
import type { HekaMessage } from '../message/heka-message.ts';
import { nearestPackageName } from '../record/package-name.ts';
import type { RecordMapping } from '../record/record-encoder.ts';
import { clientRecords } from './calls/client-records.ts';
import { CapturingDelivery } from './capture/capturing-delivery.ts';
import type { ReadOnlyConfig } from './client-options.ts';
import type { FieldRules } from './fields/read-fields.ts';
import type { ReadClientOptions } from './read-client-options.ts';
import { redactedConfig } from './redacted-config.ts';

/** What a client works with until it is configured again. */
export interface ClientState {
  readonly logger: string;
  readonly severity: number;
  readonly disabledTimers: ReadonlySet<string>;
  readonly random: () => number;
  readonly rules: FieldRules;
  readonly delivery: Delivery<unknown>;
  /** Messages that were kept. */
  readonly captured: readonly HekaMessage[];
  /** All of this, to be read. */
  readonly config: ReadOnlyConfig;
}

/**
 * Opens what a client works with.
 *
 * @param defaultLogger logger if neither call nor option nor environment names one; by default the name in the nearest
 *   package.json
 * @throws HekaError `INVALID_OPTION`
 */
export function openClientState(options: ReadClientOptions, defaultLogger?: string): ClientState {
  const { severity, disabledTimers, random, plugins, capture } = options;
  let logger = '';
  let rules: FieldRules = { numbers: 'auto', separator: '.' };
  const records: RecordMapping = (mapping) => {
    logger = mapping.logger ?? defaultLogger ?? nearestPackageName(process.cwd()) ?? '';
    rules = mapping;
    try {
      return clientRecords(mapping);
    } catch (error) {
      const problem = (error as Error).message.replace(/^INVALID_MESSAGE: /, '');
      throw new HekaError('INVALID_OPTION', `option "fields": ${problem}`, error);
    }
  };
  const capturing = capture > 0 ? new CapturingDelivery(capture, options.delivery, records) : undefined;
  const delivery = capturing ?? createDelivery(options.delivery, records);
  const shown = { ...options.delivery, logger, severity, disabledTimers, plugins };
  return {
    logger,
    severity,
    disabledTimers,
    random,
    rules,
    delivery,
    captured: capturing?.messages ?? [],
    config: redactedConfig(capturing === undefined ? shown : { ...shown, capture }, process.env),
  };
}

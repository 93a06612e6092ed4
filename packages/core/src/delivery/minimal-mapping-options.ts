import type { OptionReader } from '../options/option-reader.ts';
import type { MappingOptions } from '../record/mapping-options.ts';

/** Reads the mapping options. */
export function readMappingOptions(reader: OptionReader): MappingOptions {
  const type = reader.string('type', { default: 'log' });
  const logger = reader.string('logger');
  const hostname = reader.string('hostname');
  const pid = reader.integer('pid');
  return {
    type,
    ...(logger !== undefined && { logger }),
    ...(hostname !== undefined && { hostname }),
    ...(pid !== undefined && { pid }),
    envVersion: reader.string('envVersion', { default: '0.8' }),
    fields: reader.object('fields', { default: {} }),
    severities: {},
    payload: 'message',
    errorCause: 'flat',
    separator: '.',
    maxDepth: 8,
    maxFields: 256,
    numbers: 'auto',
    fieldTypes: {},
    maxMessageBytes: reader.size('maxMessageBytes', { min: 1024, default: 65_536 }),
    oversize: reader.choice('oversize', ['truncate', 'drop'], { default: 'truncate' }),
  };
}

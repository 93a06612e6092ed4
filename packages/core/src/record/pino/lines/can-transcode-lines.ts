import { type LoggerConfig, UNKNOWN_LOGGER } from '../../record-encoder.ts';
import type { MappingOptions } from '../../value/mapping-options.ts';
import { lineKeys } from './line-keys.ts';
import { hasTranscoder } from './transcoder/transcoder-module.ts';

/**
 * Whether lines can be transcoded: this engine has WebAssembly with vectors, and the options ask for nothing that only the
 * record path does.
 *
 * @param config what is known of the logger
 */
export function canTranscodeLines(options: MappingOptions, config: LoggerConfig = UNKNOWN_LOGGER): boolean {
  const { payload, timeKey, preparation } = options;
  if (payload === 'json' || timeKey === false || preparation !== undefined) return false;
  const keys = Object.values(lineKeys(options, config)).filter((key) => key !== undefined);
  const all = [...keys, 'pid', 'hostname', 'name', 'service'];
  return new Set(all).size === all.length && hasTranscoder();
}

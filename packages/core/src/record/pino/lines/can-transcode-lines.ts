import type { MappingOptions } from '../../value/mapping-options.ts';
import { hasTranscoder } from './transcoder/transcoder-module.ts';

/**
 * Whether lines can be transcoded: this engine has WebAssembly with vectors, and the options ask for nothing that only the
 * record path does.
 */
export function canTranscodeLines(options: MappingOptions): boolean {
  const { payload, timeKey, levelKey = 'level', messageKey = 'msg', typeKey, nestedKey } = options;
  if (payload === 'json' || timeKey === false || options.preparation !== undefined) return false;
  const keys = [
    timeKey ?? 'time',
    levelKey,
    messageKey,
    typeKey,
    nestedKey,
    'pid',
    'hostname',
    'name',
    'service',
  ];
  const named = keys.filter((key) => key !== undefined);
  return new Set(named).size === named.length && hasTranscoder();
}

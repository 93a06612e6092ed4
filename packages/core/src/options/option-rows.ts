import type { OptionRow } from './option-kind.ts';
import { OPTION_TABLE } from './option-table.ts';

/**
 * The options of a delivery by their full names (`queue.maxBytes`), for those who look them up by name or list them: the
 * switches of a command, a configuration that is shown.
 */
export const OPTION_ROWS: Readonly<Record<string, OptionRow>> = OPTION_TABLE;

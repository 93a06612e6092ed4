import type { OptionKind } from './option-kind.ts';
import type { OPTION_TABLE } from './option-table.ts';

type Table = typeof OPTION_TABLE;

/** The full name of an option: `queue.maxBytes`. */
export type OptionName = keyof Table;

/** Options whose values the table checks by itself; the others are checked by the layer that uses them. */
export type CheckedOptionName = {
  [N in OptionName]: Table[N]['kind'] extends OptionKind<unknown, unknown> ? N : never;
}[OptionName];

/** What an option is after its check: its value, or its default; undefined if it has none and is not required. */
export type OptionValue<N extends CheckedOptionName> =
  Table[N]['kind'] extends OptionKind<unknown, infer Value>
    ? Table[N] extends { readonly default: unknown } | { readonly required: true }
      ? Value
      : Value | undefined
    : never;

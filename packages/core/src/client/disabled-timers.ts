import type { OptionKind } from '../options/option-kind.ts';

/** Names of timers that are disabled: one, or several. */
export const disabledTimersKind: OptionKind<string | readonly string[], readonly string[]> = {
  allowed: 'the name of a timer, "*" for all, or an array of names',
  type: 'string | readonly string[]',
  switch: 'text',
  parse: (value) => {
    const names: readonly unknown[] = Array.isArray(value) ? value : [value];
    return names.every((name) => typeof name === 'string') ? names : undefined;
  },
};

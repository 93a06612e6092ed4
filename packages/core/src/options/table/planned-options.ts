/** An option of a later version. It is refused, because ignoring it in silence would be worse. */
export interface PlannedOption {
  /** The value that asks for nothing, and is accepted for that reason. */
  readonly off?: unknown;
  /** The values that are planned; without it, every value but `off`. */
  readonly values?: readonly unknown[];
}

/** Options, and values of options, that are planned and absent. */
export const PLANNED_OPTIONS = {
  hosts: {},
  servers: {},
  strategy: {},
  spool: { off: false },
  handleSignals: { off: false, values: [true] },
  exitHandoff: { off: 'none', values: ['child'] },
  encoding: { off: 'protobuf', values: ['json', 'mozlog'] },
} as const satisfies Readonly<Record<string, PlannedOption>>;

import type { Figure } from './figure.ts';

/** How much is measured. */
export interface Scale {
  /** A smaller run, for a look in between: fewer rounds of fewer records. */
  readonly quick: boolean;
}

/** One subject of measurement. */
export interface Bench {
  readonly name: string;
  /** What is measured, in one sentence. */
  readonly title: string;
  run(scale: Scale): Promise<readonly Figure[]>;
}

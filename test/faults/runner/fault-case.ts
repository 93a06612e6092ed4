import type { SeededRandom } from '../random/seeded-random.ts';
import type { Outcome } from './outcome.ts';
import type { Workshop } from './workshop.ts';

/** What a case works with. */
export interface CaseContext {
  readonly random: SeededRandom;
  /** Starts receivers, producers and proxies, and ends them after the case. */
  readonly workshop: Workshop;
  /** Chooses the size of the full or of the reduced form. */
  readonly pick: <T>(full: T, reduced: T) => T;
}

/** A figure to reach, and whether it was. */
export interface Check {
  /** In the words of the table: `lost 0`. */
  readonly figure: string;
  readonly reached: boolean;
  /** What was measured instead, where the table does not show it. */
  readonly measured?: string;
}

/** One line of the table. */
export interface CaseRow {
  readonly label: string;
  readonly outcome: Outcome;
  readonly checks: readonly Check[];
  /** Lines to print under the row. */
  readonly notes?: readonly string[];
}

/** A fault that really happens, and the figures that must hold then. */
export interface FaultCase {
  readonly name: string;
  /** One sentence: what happens and what must hold. */
  readonly title: string;
  /** `light` cases mostly wait, and run several at a time. */
  readonly load: 'heavy' | 'light';
  readonly run: (context: CaseContext) => Promise<readonly CaseRow[]>;
}

import type { SeededRandom } from '../random/seeded-random.ts';
import type { Workshop } from './workshop.ts';

/** The size of the soak. */
export interface SoakSize {
  readonly messages: number;
  readonly kills: number;
}

/** What a case works with. */
export interface CaseContext {
  readonly random: SeededRandom;
  /** Starts receivers, producers and proxies, and ends them after the case. */
  readonly workshop: Workshop;
  /** Chooses the size of the full or of the reduced form. */
  readonly pick: <T>(full: T, reduced: T) => T;
  /** How much the soak sends, and how often it kills. */
  readonly soak: SoakSize;
}

/** A figure to reach, and whether it was. */
export interface Check {
  /** In the words of the table: `lost 0`. */
  readonly figure: string;
  readonly reached: boolean;
  /** What was measured instead, where the table does not show it. */
  readonly measured?: string;
}

/** What the table shows of a run. */
export interface Figures {
  readonly sent: number;
  /** Messages logged that no receiver has got, dropped ones included. */
  readonly lost: number;
  readonly doubled: number;
  readonly doubledAfterDeduplication: number;
  /** Most resident memory of the process that sent. */
  readonly peakMemoryBytes?: number;
}

/** One line of the table. */
export interface CaseRow {
  readonly label: string;
  readonly outcome: Figures;
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
  /** Runs only when it is named, and for as long as it takes. @default false */
  readonly onlyByName?: boolean;
  readonly run: (context: CaseContext) => Promise<readonly CaseRow[]>;
}

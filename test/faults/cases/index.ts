import type { FaultCase } from '../runner/fault-case.ts';
import { bestEffortControl, killAtFullSpeed, naiveControl } from './kill-at-full-speed.ts';
import { noFault } from './no-fault.ts';

/** All cases, in the order of the table. */
export const allCases: readonly FaultCase[] = [noFault, ...killAtFullSpeed, naiveControl, bestEffortControl];

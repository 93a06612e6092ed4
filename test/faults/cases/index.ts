import type { FaultCase } from '../runner/fault-case.ts';
import { byteByByte, mixedFaults } from './bad-networks.ts';
import { bestEffortControl, naiveControl, noSettleTimeControl, slowReceiverControl } from './controls.ts';
import { crossingCloses } from './crossing-closes.ts';
import { forgottenFlows, halfOpen } from './dead-connections.ts';
import { duplicatesPerKill, fewDuplicates } from './duplicates-per-kill.ts';
import { flushThenKill } from './flush-then-kill.ts';
import { frozenFlows } from './frozen-flows.ts';
import { killAtFullSpeed } from './kill-at-full-speed.ts';
import { manyClients } from './many-clients.ts';
import {
  fullWindow,
  killInWindow,
  killStoppedInWindow,
  neverCloses,
  smallWindowControl,
} from './never-closes.ts';
import { noFault } from './no-fault.ts';
import { noHotLoop, silentTls } from './no-hot-loop.ts';
import { outageThenKill, pacedKills } from './paced-kills.ts';
import { midFrameResets, peerCloses } from './peer-closes.ts';
import { receiverDown } from './receiver-down.ts';
import { exitAfterFlush, readyKeepsAlive } from './scripts.ts';
import { soak } from './soak.ts';
import { stalledPeer } from './stalled-peer.ts';
import { unseenClose, unseenCloseControl } from './unseen-close.ts';

/** All cases, in the order of the table; among those that run at the same time the long ones first. */
export const allCases: readonly FaultCase[] = [
  manyClients,
  noFault,
  ...killAtFullSpeed,
  duplicatesPerKill,
  peerCloses,
  midFrameResets,
  receiverDown,
  ...stalledPeer,
  ...pacedKills,
  forgottenFlows,
  ...flushThenKill,
  fewDuplicates,
  exitAfterFlush,
  ...readyKeepsAlive,
  ...outageThenKill,
  bestEffortControl,
  naiveControl,
  noSettleTimeControl,
  slowReceiverControl,
  halfOpen,
  ...frozenFlows,
  ...crossingCloses,
  ...noHotLoop,
  silentTls,
  fullWindow,
  smallWindowControl,
  killInWindow,
  killStoppedInWindow,
  neverCloses,
  mixedFaults,
  unseenClose,
  unseenCloseControl,
  byteByByte,
  soak,
];

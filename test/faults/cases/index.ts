import type { FaultCase } from '../runner/fault-case.ts';
import { crossingCloses } from './closes/crossing-closes.ts';
import {
  fullWindow,
  killInWindow,
  killStoppedInWindow,
  neverCloses,
  smallWindowControl,
} from './closes/never-closes.ts';
import { midFrameResets, peerCloses } from './closes/peer-closes.ts';
import { unseenClose, unseenCloseControl } from './closes/unseen-close.ts';
import {
  bestEffortControl,
  naiveControl,
  noSettleTimeControl,
  slowReceiverControl,
} from './kills/controls.ts';
import { duplicatesPerKill } from './kills/duplicates-per-kill.ts';
import { fewDuplicates } from './kills/few-duplicates.ts';
import { flushThenKill } from './kills/flush-then-kill.ts';
import { killAtFullSpeed } from './kills/kill-at-full-speed.ts';
import { outageThenKill } from './kills/outage-then-kill.ts';
import { pacedKills } from './kills/paced-kills.ts';
import { soak } from './kills/soak.ts';
import { byteByByte, mixedFaults, mixedFaultsAndKills } from './networks/bad-networks.ts';
import { forgottenFlows, halfOpen } from './networks/dead-connections.ts';
import { frozenFlows } from './networks/frozen-flows.ts';
import { stalledPeer } from './networks/stalled-peer.ts';
import { manyClients } from './service/many-clients.ts';
import { noFault } from './service/no-fault.ts';
import { noHotLoop, silentTls } from './service/no-hot-loop.ts';
import { receiverDown } from './service/receiver-down.ts';
import { exitAfterFlush, readyKeepsAlive } from './service/scripts.ts';

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
  mixedFaultsAndKills,
  mixedFaults,
  unseenClose,
  unseenCloseControl,
  byteByByte,
  soak,
];

export type { ListenKind, Peer } from '../receiver/peer.ts';
export type { ReceiverLimits } from '../receiver/receiver-options.ts';
export type { ReceiverRefusal, ReceiverRefusalReason } from '../receiver/refusal.ts';
export type {
  ConnectionReport,
  DisconnectReason,
  RefusalCount,
} from '../receiver/stream/connection-report.ts';
export {
  type CreateReceiverOptions,
  createReceiver,
  type Receiver,
  type RefusedBytes,
  type WaitOptions,
} from './create-receiver.ts';
export type { MessagePredicate } from './message-waiters.ts';

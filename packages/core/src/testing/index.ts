export {
  type CreateReceiverOptions,
  createReceiver,
  type Receiver,
  type RefusedBytes,
  type WaitOptions,
} from './create-receiver.ts';
export type { MessagePredicate } from './message-waiters.ts';

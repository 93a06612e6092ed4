export { createDelivery } from './delivery/create-delivery.ts';
export type {
  CloseOptions,
  Delivery,
  DeliveryEvents,
  DeliveryStats,
  FlushOptions,
} from './delivery/delivery.ts';
export type { DestinationState } from './delivery/destination.ts';
export type { FlushResult } from './delivery/flush-waiters.ts';
export { forwardEvents } from './delivery/forward-events.ts';
export type {
  BackoffOption,
  HekaOptions,
  HmacKey,
  HmacOption,
  QueueOption,
  Size,
} from './delivery/heka-options.ts';
export type { DropReason } from './delivery/ledger.ts';
export { HekaError, type HekaErrorCode } from './errors.ts';
export { type EncodeFrameOptions, encodeFrame } from './framing/encode-frame.ts';
export type { Refusal, RefusalReason } from './framing/refusal.ts';
export {
  createSigner,
  type HashFunction,
  type HmacOptions,
  type Signer,
  type SignerOptions,
} from './framing/signer.ts';
export { type Frame, Splitter, type SplitterOptions } from './framing/splitter.ts';
export { createMessage, type MessageInit } from './message/create-message.ts';
export type {
  BoolField,
  BytesField,
  DoubleField,
  Field,
  FieldType,
  HekaMessage,
  IntegerField,
  StringField,
} from './message/heka-message.ts';
export { type FieldJson, type MessageJson, messageFromJson, messageToJson } from './message/message-json.ts';
export { type SeverityName, severity, severityName } from './message/severity.ts';
export { formatUuid, parseUuid } from './message/uuid.ts';
export type { FieldTypeOption, MappingOptions, SeverityOverrides } from './record/mapping-options.ts';
export { messageRecords } from './record/message-records.ts';
export { pinoRecords } from './record/pino-records.ts';
export type { RecordEncoder, RecordMapping, RecordOutcome } from './record/record-encoder.ts';
export { winstonRecords } from './record/winston-records.ts';
export type { Address } from './sender/address.ts';
export { createSender } from './sender/create-sender.ts';
export type { DatagramSender, PendingConnection, Sender, StreamSender } from './sender/sender.ts';
export type { Pem, SenderOptions } from './sender/sender-options.ts';
export { decodeMessage } from './wire/decode-message.ts';
export { type EncodeMessageOptions, encodeMessage } from './wire/encode-message.ts';

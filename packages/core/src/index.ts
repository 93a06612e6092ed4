export type {
  CallOptions,
  CounterOptions,
  HekaCallOptions,
  MetricOptions,
} from './client/calls/call-options.ts';
export type { CallTimestamp } from './client/calls/read-call.ts';
export { createClient } from './client/client.ts';
export type { ClientOptions, ClientSettings, ReadOnlyConfig } from './client/client-options.ts';
export type {
  ClientConfig,
  ConfigOptions,
  FilterConfig,
  HmacConfig,
  PluginConfig,
  Provider,
  StreamConfig,
} from './client/config/client-config.ts';
export { clientFromConfig, clientFromIni, type IniOptions } from './client/config/client-from-config.ts';
export { type IncrCountOptions, incrCount } from './client/decorators/incr-count.ts';
export type { Instrument, InstrumentOptions } from './client/decorators/instrument.ts';
export { type TimeItOptions, timeIt } from './client/decorators/time-it.ts';
export { type FieldOptions, field } from './client/fields/field.ts';
export type { Fields } from './client/fields/read-fields.ts';
export {
  bytes,
  double,
  integer,
  type OneOrMore,
  type ScalarValue,
  type TypedValue,
  type ValueType,
} from './client/fields/typed-value.ts';
export type { FieldScalar } from './client/fields/value-of.ts';
export type { ClientApi, HekaClient, HekaClientMethods } from './client/heka-client.ts';
export type {
  AddMethodOptions,
  ClientMethod,
  PluginOptions,
  PluginProvider,
} from './client/plugins/client-method.ts';
export {
  deleteClient,
  getClient,
  type NamedClientConfig,
  setClient,
  setDefaultClient,
} from './client/registry/named-clients.ts';
export type { HekaTimer, HekaTimerParts } from './client/timer/heka-timer.ts';
export type { AnyFunction } from './client/timer/in-place-of.ts';
export type { TimerRun } from './client/timer/timer-run.ts';
export { type Clock, systemClock, type Timer } from './clock.ts';
export { createDelivery } from './delivery/create-delivery.ts';
export type {
  CloseOptions,
  Delivery,
  DeliveryStats,
  FlushOptions,
} from './delivery/delivery.ts';
export type { FlushResult } from './delivery/lane/flush-result.ts';
export type { DropCounts, DropReason } from './delivery/lane/ledger.ts';
export type { DeliveryEvents, DeliveryWarning } from './delivery/notices/delivery-events.ts';
export { forwardEvents } from './delivery/notices/forward-events.ts';
export type { DestinationState } from './destination/destination.ts';
export { HekaError, type HekaErrorCode } from './errors.ts';
export { severityMax, typeBlacklist, typeSeverityMax, typeWhitelist } from './filter/built-in-filters.ts';
export { type EncodeFrameOptions, encodeFrame } from './framing/encode-frame.ts';
export type { Frame } from './framing/frame.ts';
export type { FramerOptions } from './framing/framer.ts';
export type { Refusal, RefusalReason } from './framing/refusal.ts';
export {
  createSigner,
  type HashFunction,
  type HmacOptions,
  type Signer,
  type SignerOptions,
} from './framing/signer.ts';
export { Splitter, type SplitterOptions } from './framing/splitter.ts';
export type { Matcher } from './matcher/compiled-matcher.ts';
export { createMatcher } from './matcher/create-matcher.ts';
export {
  createMessage,
  type FieldInit,
  type IntegerFieldInit,
  type MessageInit,
} from './message/create-message.ts';
export { type FieldsObject, type FieldValue, fieldsOf } from './message/fields-of.ts';
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
export type { Address } from './net/address.ts';
export { describeValue } from './options/describe-value.ts';
export type {
  BackoffSettings,
  BatchingSettings,
  DeliverySettings,
  HekaOptions,
  HmacSettings,
  LifeSettings,
  MappingSettings,
  PlaceSettings,
  QueueSettings,
  ReconnectSettings,
  SigningSettings,
  TlsSettings,
} from './options/generated/heka-options.ts';
export { nearestName, suggestedNames } from './options/nearest-name.ts';
export type { OptionForm, OptionRow, SwitchKind } from './options/option-kind.ts';
export { OPTION_ROWS } from './options/option-rows.ts';
export type {
  Censor,
  FieldTypeOption,
  Filter,
  FilterFunction,
  FilterOption,
  HmacKey,
  Pem,
  RedactOption,
  SeverityOverrides,
  Size,
  TransformFunction,
} from './options/option-values.ts';
export { parseSize } from './options/parse-size.ts';
export { parseText } from './options/parse-text.ts';
export type { FrameBatch } from './queue/frame-store.ts';
export { reasonOf } from './reason-of.ts';
export { LoggerRecords } from './record/logger-records.ts';
export { messageRecords } from './record/message-records.ts';
export { canTranscodeLines } from './record/pino/lines/can-transcode-lines.ts';
export { createLineReader } from './record/pino/lines/create-line-reader.ts';
export type { LineReader } from './record/pino/lines/line-reader.ts';
export type {
  LineFrames,
  LineSigner,
  LineSink,
  LineTranscoderOptions,
} from './record/pino/lines/line-transcoder.ts';
export { pinoRecords } from './record/pino/pino-records.ts';
export type { LoggerConfig, RecordEncoder, RecordMapping, RecordOutcome } from './record/record-encoder.ts';
export type { MappingOptions, PreparedForm, RecordPreparation } from './record/value/mapping-options.ts';
export { winstonRecords } from './record/winston/winston-records.ts';
export { createSender } from './sender/create-sender.ts';
export type { DatagramSender, PendingConnection, Sender, StreamSender } from './sender/sender.ts';
export type { SenderOptions } from './sender/sender-options.ts';
export { STOCK_DATAGRAM_BYTES, STOCK_MESSAGE_BYTES, STOCK_PORT } from './stock-limits.ts';
export { decodeMessage } from './wire/decode-message.ts';
export { type EncodeMessageOptions, encodeMessage } from './wire/encode-message.ts';
export type { MessageEncoder, MessageEncoderOptions } from './wire/message-encoder.ts';

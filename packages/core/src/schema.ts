/**
 * The static code that protobufjs generates from `message.proto`: for those who read or write Heka's messages in their own
 * way, and to compare with. Only this entry point loads protobufjs; `decodeMessage` and `encodeMessage` of `heka-core`
 * need none, take and refuse the same bytes, and are faster.
 */
export {
  type Codec,
  type DecodedField,
  type DecodedHeader,
  type DecodedMessage,
  headerCodec,
  type Long,
  messageCodec,
} from './wire/codec.ts';

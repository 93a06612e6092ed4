/**
 * Types of the code that protobufjs generated from `message.proto`. It is the oracle that encoder and decoder must agree
 * with; neither of them uses it.
 */

import { heka } from './generated/heka.ts';

/** How protobufjs gives a 64-bit integer. */
export interface Long {
  /** Lower 32 bits, signed. */
  readonly low: number;
  /** Upper 32 bits, signed. */
  readonly high: number;
}

/** A field as protobufjs gives it: members that were absent are inherited defaults. */
export interface DecodedField {
  readonly name: string;
  readonly valueType: number;
  readonly representation: string;
  readonly valueString: readonly string[];
  readonly valueBytes: readonly Uint8Array[];
  readonly valueInteger: readonly Long[];
  readonly valueDouble: readonly number[];
  readonly valueBool: readonly boolean[];
}

/** A message as protobufjs gives it: members that were absent are inherited defaults. */
export interface DecodedMessage {
  readonly uuid: Uint8Array;
  readonly timestamp: Long;
  readonly type: string;
  readonly logger: string;
  readonly severity: number;
  readonly payload: string;
  readonly envVersion: string;
  readonly pid: number;
  readonly hostname: string;
  readonly fields: readonly DecodedField[];
}

/** A frame header as protobufjs gives it: members that were absent are inherited defaults. */
export interface DecodedHeader {
  readonly messageLength: number;
  /** 0 MD5, 1 SHA1. */
  readonly hmacHashFunction: number;
  readonly hmacSigner: string;
  readonly hmacKeyVersion: number;
  readonly hmac: Uint8Array;
}

/** Encodes and decodes one kind of message. Decoding throws on bytes that are not such a message. */
export interface Codec<T> {
  decode(bytes: Uint8Array): T;
  encode(message: Partial<T>): { finish(): Uint8Array };
}

const generated = heka as {
  readonly Message: Codec<DecodedMessage>;
  readonly Header: Codec<DecodedHeader>;
};

/** `heka.Message` of message.proto. */
export const messageCodec = generated.Message;

/** `heka.Header` of message.proto. */
export const headerCodec = generated.Header;

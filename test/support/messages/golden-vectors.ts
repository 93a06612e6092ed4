/** Reads the golden vectors of test/vectors/data. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Field, HekaMessage } from 'heka-core';

const data = join(import.meta.dirname, '../../vectors/data');

/** A message as the vectors write it: uuid and bytes in hex, 64-bit integers in decimal. */
export interface VectorMessage {
  readonly uuid: string;
  readonly timestamp: string;
  readonly type?: string;
  readonly logger?: string;
  readonly severity?: number;
  readonly payload?: string;
  readonly env_version?: string;
  readonly pid?: number;
  readonly hostname?: string;
  readonly fields: readonly VectorField[];
  /** Members that the format does not know. */
  readonly unknown_hex?: string;
}

/** A field as the vectors write it. */
interface VectorField {
  readonly name: string;
  readonly value_type: 'STRING' | 'BYTES' | 'INTEGER' | 'DOUBLE' | 'BOOL';
  readonly representation?: string;
  readonly values: readonly (string | number | boolean)[];
}

/** One case of vectors.json. */
export interface Vector {
  readonly name: string;
  readonly kind: 'encode' | 'encode_error' | 'decode_only';
  readonly message: VectorMessage;
  readonly js_input?: Partial<VectorMessage>;
  readonly hmac?: {
    readonly signer: string;
    readonly key_version: number;
    readonly hash_function: 'MD5' | 'SHA1';
    readonly key: string;
  };
  readonly message_hex: string;
  readonly frame_hex: string;
}

/** A stream of frames with faults between them. */
export interface VectorStream {
  readonly name: string;
  readonly bytes: Buffer;
  readonly signers: Readonly<Record<string, string>>;
  /** The intact frames' messages, in order. */
  readonly messages: readonly VectorMessage[];
  /** How many messages each receiver delivered, and which. */
  readonly recovered: Readonly<Record<string, { readonly count?: number; readonly delivered: unknown }>>;
}

/** One case of matcher.json. */
interface MatcherVector {
  readonly expression: string;
  /** Which messages of matcher.hpb Heka's own heka-cat selected. */
  readonly matches?: readonly number[];
  /** What it said instead. */
  readonly error?: string;
  readonly note?: string;
}

/** Every case of vectors.json. */
export const vectors = readJson('vectors.json') as readonly Vector[];

/** Every case of matcher.json. */
export const matcherVectors = (readJson('matcher.json') as { readonly cases: readonly MatcherVector[] })
  .cases;

/** The frames of the messages that these select from. */
export const matcherFrames = readFileSync(join(data, 'matcher.hpb'));

/** Every stream of streams/. */
export const streams: readonly VectorStream[] = readdirSync(join(data, 'streams'))
  .filter((file) => file.endsWith('.hpb'))
  .map((file) => {
    const name = file.slice(0, -'.hpb'.length);
    const facts = readJson(`streams/${name}.json`) as Omit<VectorStream, 'name' | 'bytes'>;
    return { ...facts, name, bytes: readFileSync(join(data, 'streams', file)) };
  });

/** The message of a vector, in the form of the API. */
export function toMessage(given: VectorMessage): HekaMessage {
  const { uuid, timestamp, env_version: envVersion, fields, unknown_hex: _, ...headers } = given;
  return {
    uuid: fromHex(uuid),
    timestamp: BigInt(timestamp),
    ...headers,
    ...(envVersion === undefined ? {} : { envVersion }),
    fields: fields.map(toField),
  };
}

function toField({ name, value_type: type, values, representation }: VectorField): Field {
  const common = representation === undefined ? { name } : { name, representation };
  switch (type) {
    case 'STRING':
      return { ...common, type: 'string', values: values.map(String) };
    case 'BYTES':
      return { ...common, type: 'bytes', values: values.map((value) => fromHex(String(value))) };
    case 'INTEGER':
      return { ...common, type: 'integer', values: values.map((value) => BigInt(value)) };
    case 'DOUBLE':
      return { ...common, type: 'double', values: values.map(Number) };
    case 'BOOL':
      return { ...common, type: 'bool', values: values.map((value) => value === true) };
  }
}

/** Bytes of hexadecimal digits. */
export function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

/** Hexadecimal digits of bytes. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(data, file), 'utf8'));
}

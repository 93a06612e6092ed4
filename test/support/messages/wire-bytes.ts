/**
 * Builds Heka's bytes for tests, slowly and from the protobuf specification alone: nothing of the code under test.
 */
import { createHmac } from 'node:crypto';

/** Joins bytes; a number is one byte, text is UTF-8. */
export function bytes(...parts: (number | string | Uint8Array | readonly number[])[]): Buffer {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'number') return Buffer.of(part);
      return typeof part === 'string' ? Buffer.from(part) : Buffer.from(part);
    }),
  );
}

/** A varint of a 64-bit integer, in two's complement. */
export function varint(value: number | bigint): Buffer {
  let rest = BigInt.asUintN(64, BigInt(value));
  const groups: number[] = [];
  do {
    groups.push(Number(rest % 128n) + (rest >= 128n ? 128 : 0));
    rest /= 128n;
  } while (rest > 0n);
  return Buffer.from(groups);
}

/** A member with a length: text, bytes, a message or a packed run. */
export function delimited(number: number, content: string | Uint8Array): Buffer {
  const body = bytes(content);
  return bytes(varint(number * 8 + 2), varint(body.length), body);
}

/** A member that is a varint. */
export function integer(number: number, value: number | bigint): Buffer {
  return bytes(varint(number * 8), varint(value));
}

/** A double, 8 bytes. */
export function double(value: number): Buffer {
  const body = Buffer.alloc(8);
  body.writeDoubleLE(value);
  return body;
}

/** Uuid 00 01 02 .. 0f and a timestamp: the shortest message that every receiver takes. */
export const minimalMessage = bytes(
  delimited(
    1,
    Uint8Array.from({ length: 16 }, (_, index) => index),
  ),
  integer(2, 1_700_000_000_123_456_789n),
);

/** A minimal message with a payload. */
export function messageWithPayload(payload: string | Uint8Array): Buffer {
  return bytes(minimalMessage, delimited(6, payload));
}

/** A frame with any header. */
export function frameWithHeader(header: Uint8Array, message: Uint8Array): Buffer {
  return bytes(0x1e, header.length, header, 0x1f, message);
}

/** An unsigned frame. */
export function frame(message: Uint8Array): Buffer {
  return frameWithHeader(integer(1, message.length), message);
}

/** Who signs a frame. */
export interface FrameSigner {
  readonly signer: string;
  readonly keyVersion: number;
  readonly key: string;
  readonly hashFunction: 'sha1' | 'md5';
}

/** A signed frame. `digest` replaces the right one. */
export function signedFrame(
  message: Uint8Array,
  { signer, keyVersion, key, hashFunction }: FrameSigner,
  digest: Uint8Array = createHmac(hashFunction, key).update(message).digest(),
): Buffer {
  const header = bytes(
    integer(1, message.length),
    hashFunction === 'sha1' ? integer(3, 1) : [],
    delimited(4, signer),
    integer(5, keyVersion),
    delimited(6, digest),
  );
  return frameWithHeader(header, message);
}

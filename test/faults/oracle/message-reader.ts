import { readVarint } from './frame-reader.ts';

/** The parts of a Heka message that the oracle looks at. */
export interface MessageParts {
  /** 16 bytes. */
  readonly uuid: Buffer;
  readonly payload: Buffer | undefined;
}

const uuidField = 1;
const payloadField = 6;
const wireVarint = 0;
const wireFixed64 = 1;
const wireBytes = 2;
const wireFixed32 = 5;

/** Walks over all top-level fields; undefined when the bytes are no message with a uuid of 16 bytes. */
export function readMessage(message: Buffer): MessageParts | undefined {
  let uuid: Buffer | undefined;
  let payload: Buffer | undefined;
  let offset = 0;
  while (offset < message.length) {
    const tag = readVarint(message, offset);
    if (tag === undefined) return undefined;
    offset = tag.end;
    const field = Math.floor(tag.value / 8);
    const wireType = tag.value % 8;
    if (wireType === wireVarint) {
      const value = readVarint(message, offset);
      if (value === undefined) return undefined;
      offset = value.end;
    } else if (wireType === wireBytes) {
      const length = readVarint(message, offset);
      if (length === undefined || length.end + length.value > message.length) return undefined;
      const value = message.subarray(length.end, length.end + length.value);
      if (field === uuidField) uuid = value;
      if (field === payloadField) payload = value;
      offset = length.end + length.value;
    } else if (wireType === wireFixed64 || wireType === wireFixed32) {
      offset += wireType === wireFixed64 ? 8 : 4;
    } else {
      return undefined;
    }
  }
  if (offset !== message.length || uuid?.length !== 16) return undefined;
  return { uuid, payload };
}

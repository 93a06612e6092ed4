/**
 * How a message of the suite is recognised, and how damage to it shows.
 *
 * The uuid is made, not drawn:
 *
 *     byte  0 1      2 3    4 5      6 7     8 9     10 11   12..15
 *           fa 17    run    client   40 00   80 00   00 00   sequence number
 *
 * so the oracle needs no list of what was sent: run, client and sequence number say it all. (Bytes 6 and 8 carry the
 * version and variant of a random uuid.) The payload is a stretch of one fixed pattern that starts at a place which
 * depends on the sequence number: a payload made of parts of two messages cannot match.
 */
const magic = 0xfa17;

/** Length of the stretch of pattern after which start positions repeat: a prime, so that no payload length divides it. */
const startPositions = 9973;
const patternBytes = 128 * 1024;
const pattern = makePattern();

/** Which message of the suite a uuid belongs to. */
export interface Identity {
  readonly run: number;
  readonly client: number;
  readonly sequence: number;
}

/** Makes the uuid of message `sequence` of `client` in `run`. */
export function makeUuid(run: number, client: number, sequence: number): Buffer {
  const uuid = Buffer.alloc(16);
  uuid.writeUInt16BE(magic, 0);
  uuid.writeUInt16BE(run, 2);
  uuid.writeUInt16BE(client, 4);
  uuid[6] = 0x40;
  uuid[8] = 0x80;
  uuid.writeUInt32BE(sequence, 12);
  return uuid;
}

/** Reads a uuid at `offset`; undefined when it is not one of the suite's. */
export function readIdentity(bytes: Buffer, offset = 0): Identity | undefined {
  if (bytes.readUInt16BE(offset) !== magic) return undefined;
  return {
    run: bytes.readUInt16BE(offset + 2),
    client: bytes.readUInt16BE(offset + 4),
    sequence: bytes.readUInt32BE(offset + 12),
  };
}

/** The payload of message `sequence`: printable ASCII. */
export function makePayload(sequence: number, bytes: number): string {
  const start = sequence % startPositions;
  return pattern.toString('latin1', start, start + bytes);
}

/** True when `payload` is what {@link makePayload} makes for `sequence`, whatever its length. */
export function isPayloadOf(sequence: number, payload: Uint8Array): boolean {
  const start = sequence % startPositions;
  return pattern.compare(payload, 0, payload.length, start, start + payload.length) === 0;
}

function makePattern(): Buffer {
  const bytes = Buffer.alloc(patternBytes);
  let state = 0x9e3779b9;
  for (let i = 0; i < patternBytes; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = 0x21 + ((state >>> 24) % 94);
  }
  return bytes;
}

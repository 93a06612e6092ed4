/** What a client sends, and the bytes that it must be, built from the protobuf specification alone. */
import type { TestContext } from 'node:test';
import { type ClientOptions, createClient, type HekaClient } from 'heka-core';
import { PlainServer } from '../servers/plain-server.ts';
import { bytes, delimited, double, integer, varint } from './wire-bytes.ts';

/** A field in the order of the wire: name, type, values, and a representation if there is one. */
type FieldBytes =
  | readonly [name: string, type: 'string', values: readonly string[], representation?: string]
  | readonly [name: string, type: 'bytes', values: readonly Uint8Array[], representation?: string]
  | readonly [name: string, type: 'integer', values: readonly (number | bigint)[], representation?: string]
  | readonly [name: string, type: 'double', values: readonly number[], representation?: string]
  | readonly [name: string, type: 'bool', values: readonly boolean[], representation?: string];

/** A message without its uuid, which is random, and its time, unless that was given. */
export interface ExpectedMessage {
  readonly timestamp?: bigint;
  readonly type: string;
  readonly logger: string;
  readonly severity: number;
  readonly payload: string;
  readonly envVersion?: string;
  readonly pid?: number;
  readonly hostname?: string;
  readonly fields?: readonly FieldBytes[];
}

/** Headers of the clients of these tests. */
export const HOSTNAME = 'web1.example';
export const PID = 4711;

/**
 * The bytes of a message in hexadecimal, behind its uuid.
 *
 * @param timestamp of the message, if the expected one has none
 */
export function expectedHex(message: ExpectedMessage, timestamp: bigint): string {
  const { envVersion = '0.8', pid = PID, hostname = HOSTNAME, fields = [] } = message;
  return bytes(
    integer(2, message.timestamp ?? timestamp),
    delimited(3, message.type),
    delimited(4, message.logger),
    integer(5, message.severity),
    delimited(6, message.payload),
    delimited(7, envVersion),
    integer(8, pid),
    delimited(9, hostname),
    ...fields.map((field) => delimited(10, fieldBytes(field))),
  ).toString('hex');
}

const VALUE_TYPES = { string: 0, bytes: 1, integer: 2, double: 3, bool: 4 };

function fieldBytes(field: FieldBytes): Buffer {
  const [name, type, , representation] = field;
  const head = bytes(
    delimited(1, name),
    integer(2, VALUE_TYPES[type]),
    representation === undefined ? [] : delimited(3, representation),
  );
  return bytes(head, valueBytes(field));
}

function valueBytes([, type, values]: FieldBytes): Buffer {
  switch (type) {
    case 'string':
    case 'bytes':
      return bytes(...values.map((value) => delimited(type === 'string' ? 4 : 5, value)));
    case 'integer':
      return delimited(6, bytes(...values.map(varint)));
    case 'double':
      return delimited(7, bytes(...values.map(double)));
    case 'bool':
      return delimited(8, Uint8Array.from(values, Number));
  }
}

/** A message as it came. */
interface SentMessage {
  /** Everything behind the uuid, in hexadecimal. */
  readonly hex: string;
  readonly uuid: string;
  readonly timestamp: bigint;
}

/** Takes a frame in hexadecimal apart, as far as its timestamp. */
export function sentMessage(frame: string): SentMessage {
  const whole = Buffer.from(frame, 'hex');
  const message = whole.subarray(3 + whole.readUInt8(1));
  // 0a 10 uuid, 10 timestamp
  let timestamp = 0n;
  for (let at = 19, shift = 0n; ; at++, shift += 7n) {
    const byte = message.readUInt8(at);
    timestamp |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return {
    uuid: message.subarray(2, 18).toString('hex'),
    hex: message.subarray(18).toString('hex'),
    timestamp: BigInt.asIntN(64, timestamp),
  };
}

/** Opens a client with a server of its own; both end with the test. */
export async function openClient(
  test: TestContext,
  options: ClientOptions = {},
): Promise<{ client: HekaClient; server: PlainServer; sent(): Promise<readonly SentMessage[]> }> {
  const server = await PlainServer.start(test);
  const client = createClient({
    url: server.url,
    logger: 'shop',
    hostname: HOSTNAME,
    pid: PID,
    settleTime: 20,
    quiet: true,
    ...options,
  });
  test.after(() => client.close({ timeout: 1 }));
  return {
    client,
    server,
    async sent() {
      await client.flush({ timeout: 30_000 });
      return server.frames.map(sentMessage);
    },
  };
}

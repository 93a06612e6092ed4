/**
 * Builds the frame of a message with uuid, timestamp, type, severity and payload, the way the protocol says it, from
 * nothing but the wire format. The control sender uses it, so that the suite can be proved without the package.
 */
export function plainFrame(uuid: Buffer, payload: string): Buffer {
  const message = Buffer.concat([
    bytesField(1, uuid),
    Buffer.from([2 << 3]),
    varint(BigInt(Date.now()) * 1_000_000n),
    bytesField(3, Buffer.from('fault-suite')),
    Buffer.from([5 << 3, 6]),
    bytesField(6, Buffer.from(payload)),
  ]);
  const header = Buffer.concat([Buffer.from([0x08]), varint(BigInt(message.length))]);
  return Buffer.concat([Buffer.from([0x1e, header.length]), header, Buffer.from([0x1f]), message]);
}

function bytesField(number: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(BigInt(value.length)), value]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

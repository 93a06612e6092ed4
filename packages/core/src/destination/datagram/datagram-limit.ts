import type { HmacOptions } from '../../framing/signer.ts';

/** Bytes of a frame around header and message: record separator, header length, unit separator. */
const separatorBytes = 3;
/** Key of a protobuf field whose tag is below 16. */
const keyBytes = 1;
const digestBytes = { sha1: 20, md5: 16 } as const;

/**
 * The largest message whose frame fits one datagram.
 *
 * A bare message may fill the datagram. A frame adds its separators and its header: the message's length and, where
 * it is signed, hash function, signer, key version and digest.
 *
 * @param maxDatagramBytes bytes of the datagram at most
 */
export function largestDatagramMessage(
  maxDatagramBytes: number,
  framing: boolean,
  hmac: HmacOptions | undefined,
): number {
  if (!framing) return maxDatagramBytes;
  const lengthBytes = keyBytes + varintBytes(maxDatagramBytes);
  return maxDatagramBytes - separatorBytes - lengthBytes - (hmac === undefined ? 0 : signatureBytes(hmac));
}

function signatureBytes(hmac: HmacOptions): number {
  const hashFunctionBytes = keyBytes + 1;
  const signer = Buffer.byteLength(hmac.signer);
  const signerBytes = keyBytes + varintBytes(signer) + signer;
  const keyVersionBytes = keyBytes + varintBytes(hmac.keyVersion);
  return hashFunctionBytes + signerBytes + keyVersionBytes + keyBytes + 1 + digestBytes[hmac.hashFunction];
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

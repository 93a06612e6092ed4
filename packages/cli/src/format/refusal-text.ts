import type { ReceiverRefusal, ReceiverRefusalReason } from 'heka-core/receiver';
import { byteCount } from './quantity.ts';

const REASONS: Readonly<Record<ReceiverRefusalReason, string>> = {
  garbage: 'no frame starts there',
  header: 'a frame whose header cannot be read',
  'too-large': 'a message larger than allowed',
  undecodable: 'no Heka message, or one without uuid or timestamp',
  unsigned: 'a message without a signature',
  'unknown-signer': 'a message of an unknown signer',
  'wrong-signature': 'a message with a wrong signature',
  truncated: 'the stream ended inside a frame',
  overload: 'a datagram came while the output was behind',
};

/** What was refused and why, in words. A signer's name in it is the peer's text: escape it before printing. */
export function refusalText({ reason, bytes, offset, signer }: ReceiverRefusal): string {
  const who = signer === undefined ? '' : ` ${JSON.stringify(signer)}`;
  return `${byteCount(bytes)} at byte ${offset.toLocaleString('en-US')}: ${REASONS[reason]}${who} (${reason})`;
}

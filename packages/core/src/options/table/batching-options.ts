import { STOCK_DATAGRAM_BYTES, STOCK_MESSAGE_BYTES } from '../../stock-limits.ts';
import { choice, duration, flag, size } from '../kinds.ts';
import type { OptionRow } from '../option-kind.ts';

/** Bytes of the largest datagram of IPv4. */
const MAX_DATAGRAM_BYTES = 65_507;

/** Room for the headers of a message at least. */
const MIN_BYTES = 1024;

/** When bytes go out, and in which form. */
export const BATCHING_OPTIONS = {
  flushInterval: {
    kind: duration(),
    default: 0,
    doc: 'Time between the first message and the write; 0 is the end of the tick',
  },
  flushBytes: { kind: size({ min: 1 }), default: '64kb', doc: 'Waiting bytes that cause an early write' },
  maxMessageBytes: {
    kind: size({ min: MIN_BYTES }),
    default: STOCK_MESSAGE_BYTES,
    doc: `Bytes of one message, at most those of the queue. Stock receivers refuse more than ${STOCK_MESSAGE_BYTES}, so a larger limit produces a warning. Over udp it is lowered so that the frame fits a datagram: 8186 unsigned by default`,
  },
  oversize: {
    kind: choice('truncate', 'drop'),
    default: 'truncate',
    doc: 'A larger message is cut (payload first, then the longest texts) or dropped',
  },
  framing: {
    kind: flag,
    default: true,
    doc: "False sends bare messages, one per datagram, as Hindsight's udp input wants them. Only with udp",
  },
  maxDatagramBytes: {
    kind: size({ min: MIN_BYTES, max: MAX_DATAGRAM_BYTES }),
    aliases: ['maxUdpPacketSize'],
    default: STOCK_DATAGRAM_BYTES,
    doc: `Bytes of one datagram. Stock receivers cut at ${STOCK_DATAGRAM_BYTES} and damage what follows, so a larger limit produces a warning`,
  },
} as const satisfies Readonly<Record<string, OptionRow>>;

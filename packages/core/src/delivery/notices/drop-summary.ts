import { createMessage } from '../../message/create-message.ts';
import type { HekaMessage } from '../../message/heka-message.ts';
import type { DropReason } from '../lane/ledger.ts';

/** The headers of a summary. */
export interface SummaryOrigin {
  readonly logger: string | undefined;
  readonly hostname: string;
  readonly envVersion: string;
}

/** The message that reports drops to the receiver: type `log.dropped`, severity 4, one INTEGER field per reason. */
export function createDropSummary(
  counts: ReadonlyMap<DropReason, number>,
  origin: SummaryOrigin,
): HekaMessage {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return createMessage({
    type: 'log.dropped',
    ...(origin.logger === undefined ? {} : { logger: origin.logger }),
    severity: 4,
    payload: `${total} ${total === 1 ? 'message was' : 'messages were'} dropped`,
    envVersion: origin.envVersion,
    pid: process.pid,
    hostname: origin.hostname,
    fields: [...counts].map(([reason, count]) => ({
      name: reason,
      type: 'integer' as const,
      values: [BigInt(count)],
      representation: 'count',
    })),
  });
}

import type { Instant } from '../../message/timestamp.ts';
import type { ClientField } from '../fields/read-fields.ts';

/** A checked call of a client: what its message is made of. */
export interface ClientRecord {
  readonly type: string;
  readonly logger: string;
  /** 0 to 7. */
  readonly severity: number;
  readonly payload: string;
  /** Name and sample rate of a counter, gauge or timer: its first two fields, whatever the caller's are. */
  readonly metric: { readonly name: string; readonly rate: number } | undefined;
  readonly fields: readonly ClientField[];
  /** Undefined: now. */
  readonly time: Instant | undefined;
  /** Headers in place of the client's own. */
  readonly pid: number | undefined;
  readonly hostname: string | undefined;
  readonly envVersion: string | undefined;
}

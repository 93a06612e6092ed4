/**
 * What a test's thread and the thread of its receivers say to each other. One thread serves all receivers of a process.
 *
 * A request gets one answer, `done` or `failed`. The commands that take effect at once (`pause`, `resume`, `reset`) are
 * waited for by {@link Cells.COMMAND}: the test's thread is blocked until the other one has obeyed.
 */
import type { HekaErrorCode } from '../../errors.ts';
import type { ConnectionReport, Peer, ReceiverRefusal } from '../../receiver/index.ts';
import type { ReceiverSettings } from '../receiver-host.ts';
import type { PackedFrames } from './pack-frames.ts';

/** In `workerData`: the thread is one of ours. */
export const THREAD_MARK = 'heka-core/testing: receivers';

/** What both threads see at any time, in a `SharedArrayBuffer` of each receiver. */
export const CELLS = { COMMAND: 0, CONNECTIONS: 1, COUNT: 2 } as const;

/** From the test's thread. */
export type ToReceivers =
  | {
      readonly kind: 'create';
      readonly receiver: number;
      readonly cells: Int32Array;
      /** True: messages count as taken when the test says so. */
      readonly isAsked: boolean;
    }
  | {
      readonly kind: 'start';
      readonly receiver: number;
      readonly call: number;
      readonly settings: ReceiverSettings;
    }
  | { readonly kind: 'stop' | 'close'; readonly receiver: number; readonly call: number }
  | {
      readonly kind: 'pause' | 'resume' | 'reset';
      readonly receiver: number;
      readonly command: number;
    }
  | {
      readonly kind: 'taken';
      readonly receiver: number;
      readonly batch: number;
      /** Why they were not taken. */
      readonly error?: string;
    };

/** From the receivers' thread. */
export type FromReceivers =
  /** No receiver is open, and no sender is connected to a closed one: the thread may go. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'done'; readonly call: number; readonly url: string }
  | {
      readonly kind: 'failed';
      readonly call: number;
      readonly code: HekaErrorCode | undefined;
      readonly message: string;
    }
  | {
      readonly kind: 'frames';
      readonly receiver: number;
      /** Which batch `taken` is to answer; undefined if none must be answered. */
      readonly batch: number | undefined;
      readonly packed: PackedFrames;
      readonly peer: Peer;
    }
  | {
      readonly kind: 'refused';
      readonly receiver: number;
      readonly refusal: ReceiverRefusal;
      readonly peer: Peer;
    }
  | { readonly kind: 'ended'; readonly receiver: number; readonly report: ConnectionReport };

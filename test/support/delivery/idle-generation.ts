import { Socket } from 'node:net';
import type { Clock } from '../../../packages/core/src/clock.ts';
import { Generation } from '../../../packages/core/src/destination/stream/generation/generation.ts';
import { ipAddress } from '../../../packages/core/src/net/address.ts';
import { frameRun } from './frame-run.ts';

/** How an idle generation is made. */
interface IdleGenerationInit {
  readonly id: number;
  readonly clock: Clock;
  /** Port of its address. @default 1 */
  readonly port?: number;
  /** Frames on it. @default 0 */
  readonly frames?: number;
  /** How often they were sent before. @default 0 */
  readonly replays?: number;
}

const sockets = new WeakMap<Generation, Socket>();

/** A generation whose socket was never connected: for tests in which only its states and its frames matter. */
export function idleGeneration(init: IdleGenerationInit): Generation {
  const { id, clock, port = 1, frames = 0, replays = 0 } = init;
  const socket = new Socket();
  const generation = new Generation({
    id,
    opened: { socket, address: ipAddress('127.0.0.1', port), connectMs: 0 },
    clock,
    hooks: { written: () => {}, closedCleanly: () => {}, failed: () => {} },
  });
  sockets.set(generation, socket);
  if (frames > 0) generation.cargo.add(frameRun(frames, { replays }));
  return generation;
}

/** Lets the kernel take the end of an idle generation. */
export function finish(generation: Generation): void {
  sockets.get(generation)?.emit('finish');
}

/** Brings an idle generation whose end was called to a clean close. */
export function closeCleanly(generation: Generation): void {
  const socket = sockets.get(generation);
  for (const event of ['finish', 'end', 'close']) socket?.emit(event, false);
}

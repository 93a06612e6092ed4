import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 20;

/** Waits until `condition` holds; rejects with `what` when it does not within the guard. */
export async function waitUntil(
  what: string,
  condition: () => boolean | Promise<boolean>,
  guardMs = 120_000,
): Promise<void> {
  const deadline = performance.now() + guardMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${guardMs} ms in vain: ${what}`);
    await sleep(pollMs);
  }
}

/** Waits at most `guardMs`; true when `condition` held in time. */
export async function holdsWithin(
  guardMs: number,
  condition: () => boolean | Promise<boolean>,
): Promise<boolean> {
  const deadline = performance.now() + guardMs;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await sleep(pollMs);
  }
  return true;
}

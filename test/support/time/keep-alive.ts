import type { TestContext } from 'node:test';

/** Keeps the process alive until the test ends: the timers and sockets of a sender do not. */
export function keepAlive(test: Pick<TestContext, 'after'>): void {
  const timer = setInterval(() => {}, 60_000);
  test.after(() => clearInterval(timer));
}

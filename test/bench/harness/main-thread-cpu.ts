import { readFileSync } from 'node:fs';

/**
 * Seconds of CPU that the main thread of this process has had, workers and V8's helpers left out.
 *
 * Linux only: Node.js 20 has no call for it. The kernel counts it in nanoseconds in `schedstat`.
 */
export function mainThreadCpuSeconds(): number {
  const [onCpu = '0'] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(onCpu) / 1e9;
}

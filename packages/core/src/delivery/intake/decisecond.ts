/** The clock of the queue, which keeps a time per frame in 32 bits: tenths of a second since the process started. */
export function decisecond(): number {
  return Math.floor(performance.now() / 100);
}

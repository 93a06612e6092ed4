const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Calls `onFirst` at the first SIGINT or SIGTERM. At the second the process ends at once, after `onSecond`, with the exit
 * code that a shell gives for that signal.
 *
 * @returns takes the handlers away
 */
export function handleStopSignals(onFirst: () => void, onSecond: () => void): () => void {
  let signals = 0;
  const handle = (signal: keyof typeof SIGNALS): void => {
    signals += 1;
    if (signals === 1) {
      onFirst();
      return;
    }
    onSecond();
    process.exit(128 + SIGNALS[signal]);
  };
  const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  for (const name of names) process.on(name, handle);
  return () => {
    for (const name of names) process.off(name, handle);
  };
}

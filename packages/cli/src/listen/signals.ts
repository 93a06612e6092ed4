const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** What signals do. */
interface SignalHandlers {
  /** The first signal to stop. */
  stop(): void;
  /** The second one: the process ends after this call, with the exit code that a shell gives for that signal. */
  abort(): void;
  /** SIGHUP; if undefined it is a signal to stop, as when a terminal is closed. */
  readonly reopen: (() => void) | undefined;
}

/**
 * Handles SIGINT, SIGTERM and SIGHUP.
 *
 * @returns a function that removes the handlers
 */
export function handleSignals(handlers: SignalHandlers): () => void {
  let signals = 0;
  const handle = (signal: keyof typeof SIGNALS): void => {
    if (signal === 'SIGHUP' && handlers.reopen !== undefined) {
      handlers.reopen();
      return;
    }
    signals++;
    if (signals === 1) {
      handlers.stop();
      return;
    }
    handlers.abort();
    process.exit(128 + SIGNALS[signal]);
  };
  const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  for (const name of names) process.on(name, handle);
  return () => {
    for (const name of names) process.off(name, handle);
  };
}

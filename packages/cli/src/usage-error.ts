/** The command line is wrong: its message is printed with a hint at `--help`, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something outside is wrong (a file, an address): its message is printed, and the exit code is 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

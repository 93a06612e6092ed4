/** Columns of a terminal. Some report none at all: a container without a screen, a recording. */
export function terminalWidth(terminal: { readonly columns: number } | undefined, otherwise: number): number {
  const columns = terminal?.columns ?? 0;
  return columns > 0 ? columns : otherwise;
}

/** Columns for texts like `--help`: the environment variable `COLUMNS`, or else the terminal of standard output. */
export function helpWidth(): number {
  const asked = Number(process.env['COLUMNS']);
  if (Number.isInteger(asked) && asked > 0) return asked;
  return terminalWidth(process.stdout.isTTY ? process.stdout : undefined, Number.POSITIVE_INFINITY);
}

/** Columns of a terminal. Some report none at all: a container without a screen, a recording. */
export function terminalWidth(terminal: { readonly columns: number } | undefined, otherwise: number): number {
  const columns = terminal?.columns ?? 0;
  return columns > 0 ? columns : otherwise;
}

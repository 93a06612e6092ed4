/** Levels of a logger: the rank of each, 0 the most severe. */
export type Levels = Readonly<Record<string, number>>;

/** What is piped into the transport. A winston logger has levels; any other stream has none. */
export interface LoggerLevels {
  readonly levels?: Levels;
  readonly level?: string;
}

/**
 * What is wrong with the levels of a transport and its loggers, in words; undefined if nothing is.
 *
 * winston compares the level of a record with that of the transport or, if it has none, with that of the logger that it was
 * added to first; and it looks both up in the levels of that first logger. A level that does not exist lets nothing pass,
 * without a word.
 *
 * @param own the transport's own level
 * @param loggers those that it was added to, the first one first
 */
export function levelMistake(own: string | undefined, loggers: readonly LoggerLevels[]): string | undefined {
  const known = loggers.filter(({ levels }) => levels !== undefined);
  const [first, ...others] = known;
  if (first?.levels === undefined) return undefined;
  const level = own || first.level;
  if (level && first.levels[level] === undefined) {
    const names = Object.keys(first.levels).join(', ');
    return `nothing is sent: the logger has no level "${level}", only ${names}`;
  }
  const different = others.find((other) => !own && other.level !== first.level);
  if (different !== undefined) {
    return (
      `loggers of the levels "${first.level}" and "${different.level}" share this transport, and winston goes by the first ` +
      'for both: give the transport a level of its own, or each logger a transport'
    );
  }
  return undefined;
}

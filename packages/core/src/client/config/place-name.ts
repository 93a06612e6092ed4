/** What a member of a configuration is called in the form that the user wrote: `stream.port`, or `[heka] stream_port`. */
export type PlaceName = (...path: readonly string[]) => string;

/** The names of a dictionary. */
export const dictionaryName: PlaceName = (...path) => path.join('.');

/** Options of others: what to write in the place of a name that the loggers and other transports have. */

/** By the name, the end of the warning about it. */
export const FOREIGN_NAMES: ReadonlyMap<string, string> = new Map([
  ['level', 'pino has it beside "target", winston among the options of its transport'],
  ['customLevels', 'it is an option of pino itself: pino({ customLevels })'],
  ['useOnlyCustomLevels', 'it is an option of pino itself: pino({ useOnlyCustomLevels })'],
  ['name', 'did you mean "logger"?'],
  ['maxQueue', 'did you mean "queue.maxBytes"?'],
  // winston-syslog
  ['app_name', 'did you mean "logger"?'],
  ['localhost', 'did you mean "hostname"?'],
  ['protocolOptions', 'did you mean "tls"?'],
]);

/** What pino adds to the options of a worker by itself: never a name that a user meant to write. */
export const ADDED_BY_PINO: readonly string[] = ['$context', 'pinoWillSendConfig', 'levels', 'dedupe'];

// pino 8 cannot load a transport from TypeScript sources; this module can be named instead.
export { default } from 'pino-heka';

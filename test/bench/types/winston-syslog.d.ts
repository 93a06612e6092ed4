/** The part of winston-syslog, which comes without types, that the benches use. */
declare module 'winston-syslog' {
  import type Transport from 'winston-transport';

  export const Syslog: new (options: {
    readonly protocol: 'tcp4';
    readonly host: string;
    readonly port: number;
    readonly eol: string;
  }) => Transport;
}

import type { ConnectionOptions } from 'node:tls';
import { flag } from '../kinds.ts';
import type { OptionForm, OptionRow } from '../option-kind.ts';
import type { Pem } from '../option-values.ts';

const connectionOptions: OptionForm<ConnectionOptions | boolean> = {
  allowed: "true, false or an object of node's tls.connect options",
  type: 'ConnectionOptions | boolean',
  switch: 'json',
};

const pem: OptionForm<Pem> = {
  allowed: 'PEM text or the path of a PEM file',
  type: 'Pem',
  switch: 'text',
};

const pems: OptionForm<Pem | readonly Pem[]> = { ...pem, type: 'Pem | readonly Pem[]' };

const passphrase: OptionForm<string> = { allowed: 'a string', type: 'string', switch: 'text' };

const servername: OptionForm<string> = {
  allowed: 'a host name, not an address',
  type: 'string',
  switch: 'text',
};

/** TLS: whom to trust, and who we are. */
export const TLS_OPTIONS = {
  secure: {
    kind: flag,
    doc: "True asks for TLS with the system's authorities; false refuses TLS",
  },
  tls: {
    kind: connectionOptions,
    doc: "Options of Node's `tls.connect` (`minVersion`, `ciphers`, `ALPNProtocols`, ...), or true or false, like `secure`. It may hold `ca`, `cert`, `key`, `passphrase`, `servername` and `rejectUnauthorized` as well, unless they are given as top-level options; it must not contain the address",
  },
  ca: {
    kind: pems,
    defaultText: "the system's authorities",
    doc: 'Authorities to trust, one or an array. The files of `ca`, `cert` and `key` are read again for each connection',
  },
  cert: { kind: pem, doc: 'Certificate of this client (mutual TLS), with `key`' },
  key: {
    kind: pem,
    secret: true,
    doc: 'Private key of `cert`. Never shown in an error, an event or a log',
  },
  passphrase: { kind: passphrase, secret: true, doc: 'Passphrase of `key`' },
  servername: {
    kind: servername,
    defaultText: '`host`, if it is a name',
    doc: 'Name for SNI and for the check of the certificate',
  },
  noverify: {
    kind: flag,
    default: false,
    doc: 'True accepts any certificate, with a warning: whoever answers can read the messages. Only with TLS',
  },
} as const satisfies Readonly<Record<string, OptionRow>>;

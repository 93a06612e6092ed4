import { generate } from 'selfsigned';

/** A certificate for 127.0.0.1 that is its own authority, and its key, both PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

let shared: Promise<Certificate> | undefined;

/** The certificate of all TLS receivers of the suite, made once. */
export function createCertificate(): Promise<Certificate> {
  shared ??= make();
  return shared;
}

async function make(): Promise<Certificate> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  return { cert, key };
}

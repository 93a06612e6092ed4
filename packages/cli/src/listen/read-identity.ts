import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, type TlsOptions } from 'node:tls';
import { UsageError } from '../usage-error.ts';

/** PEM files of a TLS listener. */
interface IdentityFiles {
  readonly cert: string;
  readonly key: string;
  /** Clients must have a certificate of this authority; without it they are not asked for one. */
  readonly ca: string | undefined;
}

/**
 * Reads the certificate and the key of a TLS listener, and sees whether they can be used.
 *
 * @throws UsageError which names the option and the file
 */
export function readIdentity(files: IdentityFiles): TlsOptions {
  const cert = readCertificate('--cert', files.cert);
  const key = readPem('--key', files.key);
  if (key.includes('ENCRYPTED'))
    throw new UsageError(`--key: ${files.key} is encrypted; heka takes only a key without a passphrase`);
  const privateKey = use(
    () => createPrivateKey(key),
    `--key: ${files.key} holds no usable private key in PEM form`,
  );
  // A key of another kind than the certificate's would pass as well, and every handshake fail.
  if (!new X509Certificate(cert).checkPrivateKey(privateKey)) {
    throw new UsageError(`--key: ${files.key} is not the key of the certificate in --cert ${files.cert}`);
  }
  if (files.ca === undefined) return { cert, key };
  return { cert, key, ca: readCertificate('--ca', files.ca), requestCert: true };
}

function readCertificate(flag: string, path: string): Buffer {
  const cert = readPem(flag, path);
  // Given as `ca`, a file without any certificate would pass, and every client be refused.
  use(() => createSecureContext({ cert }), `${flag}: ${path} holds no usable certificate in PEM form`);
  return cert;
}

function readPem(flag: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`${flag}: cannot read ${path} (${(error as NodeJS.ErrnoException).code})`);
  }
}

function use<T>(make: () => T, otherwise: string): T {
  try {
    return make();
  } catch (error) {
    // Of OpenSSL's `error:0480006C:PEM routines::no start line` only the end says something.
    throw new UsageError(`${otherwise} (${(error as Error).message.replace(/^.*:/, '')})`);
  }
}

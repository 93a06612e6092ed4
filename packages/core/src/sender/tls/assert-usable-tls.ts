import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { HekaError } from '../../errors.ts';
import { wrongOption, wrongSecret } from '../../options/option-error.ts';
import { reasonOf } from '../../reason-of.ts';
import type { PemSource, TlsOptions } from '../target/target.ts';
import { loadPemNow } from './pem.ts';

/**
 * Tries the certificates, the key and node's own options out, so that a wrong path, a key of another certificate, a
 * wrong passphrase or an unknown cipher is found at construction and not at the first connect, hours later perhaps.
 *
 * @throws HekaError INVALID_OPTION; it names the option, never what a key holds
 */
export function assertUsableTls(tls: TlsOptions): void {
  const authorities = tls.ca === undefined ? [] : [tls.ca].flat();
  for (const authority of authorities) readCertificate('ca', authority);
  try {
    createSecureContext(tls.base);
  } catch (error) {
    throw new HekaError('INVALID_OPTION', `option "tls" is refused by node: ${reasonOf(error)}`, error);
  }
  if (tls.cert === undefined || tls.key === undefined) return;
  const certificate = readCertificate('cert', tls.cert);
  if (!certificate.checkPrivateKey(readKey(tls.key, tls.passphrase))) {
    throw wrongSecret('key', 'the private key of "cert"');
  }
}

function readCertificate(name: string, source: PemSource): X509Certificate {
  try {
    return new X509Certificate(loadPemNow(source));
  } catch (error) {
    const allowed = `a PEM certificate, as text or the path of a readable file (${reasonOf(error)})`;
    throw wrongOption(name, source, allowed);
  }
}

function readKey(source: PemSource, passphrase: string | undefined): KeyObject {
  try {
    const pem = loadPemNow(source);
    if (passphrase === undefined && pem.includes('ENCRYPTED')) {
      throw new HekaError('INVALID_OPTION', 'option "passphrase" is missing, and the key is encrypted');
    }
    return createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) });
  } catch (error) {
    if (error instanceof HekaError) throw error;
    const allowed = 'a PEM private key with its passphrase, as text or the path of a readable file';
    throw wrongSecret('key', `${allowed} (${reasonOf(error)})`);
  }
}

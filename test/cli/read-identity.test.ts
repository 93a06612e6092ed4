import assert from 'node:assert/strict';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseListenOptions } from '../../packages/cli/src/listen/listen-options.ts';
import { UsageError } from '../../packages/cli/src/usage-error.ts';
import { temporaryDirectory } from '../support/processes/temporary-directory.ts';
import { Authority } from '../support/servers/certificates.ts';

const authority = await Authority.create();
const { cert, key } = await authority.issue('receiver');
const { key: anotherKey } = await authority.issue('another');
const { key: encrypted } = await authority.issue('receiver', { passphrase: 'secret' });
const { privateKey: rsaKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const der = new X509Certificate(cert).raw;
const good = { cert, key, ca: authority.cert };

describe('files of --tls that are not what they should be', () => {
  const mistakes: readonly [
    what: string,
    files: Partial<Record<keyof typeof good, string | Uint8Array>>,
    message: string,
  ][] = [
    [
      'a text as --cert',
      { cert: 'text' },
      '--cert: cert.pem holds no usable certificate in PEM form (no start line)',
    ],
    [
      'a key as --cert',
      { cert: key },
      '--cert: cert.pem holds no usable certificate in PEM form (no start line)',
    ],
    [
      'DER as --cert',
      { cert: der },
      '--cert: cert.pem holds no usable certificate in PEM form (no start line)',
    ],
    ['an empty --ca', { ca: '' }, '--ca: ca.pem holds no usable certificate in PEM form (no start line)'],
    ['a key as --ca', { ca: key }, '--ca: ca.pem holds no usable certificate in PEM form (no start line)'],
    [
      'a text as --key',
      { key: 'text' },
      '--key: key.pem holds no usable private key in PEM form (unsupported)',
    ],
    [
      'a certificate as --key',
      { key: cert },
      '--key: key.pem holds no usable private key in PEM form (unsupported)',
    ],
    [
      'an encrypted --key',
      { key: encrypted },
      '--key: key.pem is encrypted; heka takes only a key without a passphrase',
    ],
    [
      'the key of another',
      { key: anotherKey },
      '--key: key.pem is not the key of the certificate in --cert cert.pem',
    ],
    [
      'a key of another kind',
      { key: rsaKey },
      '--key: key.pem is not the key of the certificate in --cert cert.pem',
    ],
  ];
  for (const [what, files, message] of mistakes) {
    it(`${what}: ${message}`, async (test) => {
      const directory = await temporaryDirectory(test);
      for (const [name, content] of Object.entries({ ...good, ...files })) {
        await writeFile(join(directory, `${name}.pem`), content);
      }
      const args = ['cert', 'key', 'ca'].flatMap((name) => [`--${name}`, join(directory, `${name}.pem`)]);
      assert.throws(
        () => parseListenOptions(['--tls', '0', ...args], false),
        (error) => {
          assert.ok(error instanceof UsageError);
          assert.equal(error.message.replaceAll(`${directory}/`, ''), message);
          return true;
        },
      );
    });
  }
});

it('one file may hold all of it, in any order', async (test) => {
  const both = join(await temporaryDirectory(test), 'both.pem');
  for (const content of [`${cert}\n${key}`, `${key}\n${cert}`]) {
    await writeFile(both, content);
    assert.ok(parseListenOptions(['--tls', '0', '--cert', both, '--key', both, '--ca', both], false));
  }
});

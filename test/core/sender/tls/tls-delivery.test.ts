import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { TlsOptions } from 'node:tls';
import { createDelivery, type HekaError, type HekaOptions } from 'heka-core';
import { Authority, type Identity } from '../../../support/servers/certificates.ts';
import { listenTls } from '../../../support/servers/raw-server.ts';
import { keepAlive } from '../../../support/time/keep-alive.ts';

let authority: Authority;
let stranger: Authority;
let server: Identity;
let client: Identity;

before(async () => {
  [authority, stranger] = await Promise.all([Authority.create(), Authority.create('stranger')]);
  [server, client] = await Promise.all([authority.issue('server'), authority.issue('client')]);
});

interface Wrong {
  readonly name: string;
  readonly server: () => TlsOptions | Promise<TlsOptions>;
  readonly client: () => HekaOptions;
  readonly code: string;
}

const wrongs: readonly Wrong[] = [
  {
    name: 'the authority is another one',
    server: () => server,
    client: () => ({ ca: stranger.cert }),
    code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  },
  {
    name: 'the certificate has expired',
    server: () => authority.issue('server', { expired: true }),
    client: () => ({ ca: authority.cert }),
    code: 'CERT_HAS_EXPIRED',
  },
  {
    name: 'the certificate is for another host',
    server: () => authority.issue('server', { hosts: ['heka.example'] }),
    client: () => ({ ca: authority.cert }),
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  },
  {
    name: 'the server wants a client certificate and gets none',
    server: () => ({ ...server, ca: authority.cert, requestCert: true }),
    client: () => ({ ca: authority.cert }),
    code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  },
];

describe('a delivery over tls', () => {
  for (const wrong of wrongs) {
    it(`sends not one byte of data where ${wrong.name}`, async (test) => {
      keepAlive(test);
      let bytes = 0;
      const { port } = await listenTls(test, await wrong.server(), (socket) => {
        socket.on('data', (chunk) => {
          bytes += chunk.length;
        });
        socket.on('error', () => {});
      });
      const refused = new Promise<Error>((resolve) => {
        const delivery = createDelivery({
          url: `tls://127.0.0.1:${port}`,
          quiet: true,
          onError: resolve,
          ...wrong.client(),
        });
        test.after(() => delivery.close({ timeout: 0 }));
        for (let index = 0; index < 100; index++) delivery.log({ payload: `secret ${index}` });
      });
      const error = (await refused) as HekaError;
      assert.equal(error.code, 'CONNECT_FAILED');
      assert.ok(error.message.endsWith(`(${wrong.code})`), error.message);
      assert.equal(bytes, 0);
    });
  }

  it('sends everything where both sides show what the other one trusts', async (test) => {
    keepAlive(test);
    const options = { ...server, ca: authority.cert, requestCert: true };
    let bytes = 0;
    const { port } = await listenTls(test, options, (socket) => {
      socket.on('data', (chunk) => {
        bytes += chunk.length;
      });
      socket.on('end', () => socket.end());
    });
    const delivery = createDelivery({ url: `tls://127.0.0.1:${port}`, ca: authority.cert, ...client });
    for (let index = 0; index < 100; index++) delivery.log({ payload: `message ${index}` });
    assert.deepEqual(await delivery.close(), {
      confirmed: 0,
      unsettled: 100,
      pending: 0,
      dropped: {},
      timedOut: false,
    });
    assert.ok(bytes > 100 * 'message 0'.length);
  });
});

import { isIP } from 'node:net';
import { generate } from 'selfsigned';

/** A certificate and its key, as PEM text. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** What an authority puts into a certificate. */
interface IssueOptions {
  /** Names and addresses it is valid for. @default localhost, 127.0.0.1 and ::1 */
  readonly hosts?: readonly string[];
  /** True: it was valid until yesterday. @default false */
  readonly expired?: boolean;
  /** Encrypts the key. */
  readonly passphrase?: string;
}

const dayMs = 24 * 60 * 60 * 1000;

/** A private certificate authority, made for one test run. */
export class Authority {
  readonly #identity: Identity;

  private constructor(identity: Identity) {
    this.#identity = identity;
  }

  /** Makes an authority of its own key. */
  static async create(name = 'test authority'): Promise<Authority> {
    const made = await generate([{ name: 'commonName', value: name }], {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      ],
    });
    return new Authority({ cert: made.cert, key: made.private });
  }

  /** The authority's certificate, which clients and servers trust. */
  get cert(): string {
    return this.#identity.cert;
  }

  /** Issues a certificate for a server or a client. */
  async issue(name: string, options: IssueOptions = {}): Promise<Identity> {
    const { hosts = ['localhost', '127.0.0.1', '::1'], expired = false, passphrase } = options;
    const now = Date.now();
    const made = await generate([{ name: 'commonName', value: name }], {
      keyType: 'ec',
      algorithm: 'sha256',
      ca: this.#identity,
      notBeforeDate: new Date(now - 3 * dayMs),
      notAfterDate: new Date(now + (expired ? -dayMs : dayMs)),
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true },
        { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
        {
          name: 'subjectAltName',
          altNames: hosts.map((host) =>
            isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host },
          ),
        },
      ],
      ...(passphrase !== undefined && { passphrase }),
    });
    return { cert: made.cert, key: made.private };
  }
}

import { isIP, type NetConnectOpts } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { type Clock, systemClock } from '../../clock.ts';
import { hostAndPort } from '../../net/host.ts';
import { lookupAddresses } from '../../net/lookup-addresses.ts';
import { type Attempt, openConnection } from '../pending-connection.ts';
import type { SenderSettings, StreamSender } from '../sender.ts';
import type { PemSource, TlsOptions, TlsTarget } from '../target/target.ts';
import { describeAttempt, NOT_INHERITED, tuneOnConnect } from '../tcp-sender.ts';
import { loadPem } from './pem.ts';

/** The least time that a TLS 1.3 server is given to refuse our certificate. */
const MIN_VERDICT_MS = 100;

/**
 * A sender of TLS. Nothing is sent before the server's certificate has been verified (chain, dates and name), unless
 * `verify` is false. Files are read again for each connection, so that a renewed certificate needs no restart.
 */
export function createTlsSender(target: TlsTarget, settings: SenderSettings): StreamSender {
  const { host, port, family, keepAlive, localAddress, tls } = target;
  const url = `tls://${hostAndPort(host, port)}`;
  const { connectTimeoutMs: timeoutMs, clock, resolveHost } = settings;
  const servername = tls.servername ?? serverNameOf(host);
  return {
    kind: 'stream',
    url,
    lookup: () => lookupAddresses({ host, port, family, url, timeoutMs, clock, resolveHost }),
    connect: (address) =>
      openConnection({
        where: describeAttempt(url, address),
        timeoutMs,
        clock,
        async start(attempt) {
          const credentials = await loadCredentials(tls);
          if (!attempt.running) return;
          const options = {
            ...NOT_INHERITED,
            ...tls.base,
            ...credentials,
            host: address.host ?? host,
            port: address.port ?? port,
            // As for tcp: we answer the peer's FIN ourselves.
            allowHalfOpen: true,
            rejectUnauthorized: tls.verify,
            servername,
            localAddress,
          };
          const socket = connect(options as ConnectionOptions & NetConnectOpts);
          attempt.adopt(socket);
          tuneOnConnect(socket, keepAlive);
          awaitVerdict(socket, attempt, clock);
        },
      }),
  };
}

/** SNI names hosts only; the certificate of an address is checked against the address itself. */
function serverNameOf(host: string): string | undefined {
  return isIP(host) === 0 ? host.replace(/\.$/, '') : undefined;
}

async function loadCredentials(tls: TlsOptions) {
  const [ca, cert, key] = await Promise.all([
    tls.ca === undefined ? undefined : loadAuthorities(tls.ca),
    tls.cert === undefined ? undefined : loadPem('cert', tls.cert),
    tls.key === undefined ? undefined : loadPem('key', tls.key),
  ]);
  return { ca, cert, key, passphrase: tls.passphrase };
}

function loadAuthorities(ca: PemSource | readonly PemSource[]): Promise<(string | Buffer)[]> {
  return Promise.all([ca].flat().map((each: PemSource) => loadPem('ca', each)));
}

/**
 * In TLS 1.3 the client's handshake is done before the server has looked at the client's certificate. A refusal (an
 * alert, or a close) arrives a round trip later, when data would already be under way. A server that has accepted sends a
 * session ticket right away: that is the verdict. One that sends no ticket is given the time of another handshake to
 * refuse.
 */
function awaitVerdict(socket: TLSSocket, attempt: Attempt, clock: Clock = systemClock): void {
  let tcpOpenAt = clock.now();
  socket.once('connect', () => {
    tcpOpenAt = clock.now();
  });
  socket.once('secureConnect', () => {
    if (socket.getProtocol() !== 'TLSv1.3') {
      attempt.ready();
      return;
    }
    const handshakeMs = clock.now() - tcpOpenAt;
    const accepted = (): void => {
      clock.clear(timer);
      socket.off('end', refused);
      attempt.ready();
    };
    const refused = (): void => attempt.failed(new Error('closed by the peer right after the handshake'));
    const timer = clock.setTimeout(accepted, Math.max(MIN_VERDICT_MS, handshakeMs));
    timer.unref();
    // This event is emitted from inside OpenSSL's read, and what is written in there is never sent.
    socket.once('session', () => clock.setImmediate(accepted));
    socket.once('end', refused);
    socket.once('close', () => clock.clear(timer));
  });
}

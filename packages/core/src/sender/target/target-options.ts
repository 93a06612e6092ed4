import { isIP } from 'node:net';
import { HekaError } from '../../errors.ts';
import { hostAndPort } from '../../net/host.ts';
import { describeValue } from '../../options/describe-value.ts';
import { contradiction } from '../../options/option-error.ts';
import type { OptionReader } from '../../options/option-reader.ts';
import { OPTION_TABLE } from '../../options/option-table.ts';
import { assertUsableTls } from '../tls/assert-usable-tls.ts';
import { readTlsOptions, type TlsReading } from '../tls/tls-options.ts';
import type { Target } from './target.ts';
import { type Place, readPlace } from './target-place.ts';

/**
 * Reads where messages go, and what belongs to that kind of target.
 *
 * @throws HekaError INVALID_OPTION
 */
export function readTarget(reader: OptionReader): Target {
  reader.refusePlanned('hosts', 'servers', 'strategy');
  const place = readPlace(reader);
  const keepAlive = reader.get('keepAlive');
  const localAddress = reader.parse('localAddress', (value) =>
    typeof value === 'string' && isIP(value) !== 0 ? value : undefined,
  );
  const tls = readTlsOptions(reader);
  const kind = kindWithTls(place, tls);
  if (kind === 'unix') return { kind, path: place.path };
  const { host, port, family } = place;
  if (!place.isHostGiven) warnOfBlank(reader, `${kind}://${hostAndPort(host, port)}`);
  const address = { host, port, family, localAddress };
  if (kind === 'udp') return { kind, ...address };
  if (kind === 'tcp') return { kind, ...address, keepAlive };
  if (tls.unverifiedBy !== undefined) {
    reader.warn(
      `option "${tls.unverifiedBy}" accepts any certificate: whoever answers can read the messages`,
    );
  }
  assertUsableTls(tls.options);
  return { kind, ...address, keepAlive, tls: tls.options };
}

/** An option that was meant to say where messages go must not send them elsewhere in silence. */
function warnOfBlank(reader: OptionReader, url: string): void {
  const blank = reader.blank('url') ?? reader.blank('host') ?? reader.blank('path');
  if (blank === undefined) return;
  reader.warn(`option "${blank.name}" is ${describeValue(blank.value)}, so that messages go to ${url}`);
}

function kindWithTls(place: Place, tls: TlsReading): Target['kind'] {
  const { kind, saidBy } = place;
  const { askedBy, refusedBy, unverifiedBy } = tls;
  if (refusedBy !== undefined) {
    const asking = kind === 'tls' ? saidBy : askedBy;
    if (asking !== undefined) throw contradiction(asking, refusedBy, 'with TLS or without it');
    return kind;
  }
  if (kind === 'tls') return kind;
  if (askedBy === undefined) {
    if (unverifiedBy === undefined) return kind;
    throw new HekaError('INVALID_OPTION', `option "${unverifiedBy}" needs TLS`);
  }
  if (kind !== 'tcp') throw contradiction(saidBy ?? 'mode', askedBy, 'TLS over tcp only');
  if (saidBy === 'url' || saidBy === OPTION_TABLE.url.variable) {
    throw contradiction(saidBy, askedBy, 'TLS with a "tls://" url only');
  }
  return 'tls';
}

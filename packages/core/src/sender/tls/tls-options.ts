import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { HekaError } from '../../errors.ts';
import { parseHost } from '../../net/host.ts';
import { flag } from '../../options/kinds.ts';
import { type GivenOption, MemberReader } from '../../options/member-reader.ts';
import { contradiction, wrongOption, wrongSecret } from '../../options/option-error.ts';
import type { OptionReader } from '../../options/option-reader.ts';
import { OPTION_TABLE } from '../../options/option-table.ts';
import { ownMembers } from '../../options/own-members.ts';
import type { PemSource, TlsOptions } from '../target/target.ts';

/** Members of Node's options that say where to connect, which `url`, `host` and the like are for. */
const PLACE_MEMBERS = ['host', 'port', 'path', 'socket', 'lookup', 'timeout', 'allowHalfOpen'];

/** Members that may stand at the top or inside `tls`. */
const CREDENTIAL_MEMBERS = ['ca', 'cert', 'key', 'passphrase', 'servername'] as const;
const OWN_MEMBERS: ReadonlySet<string> = new Set([...CREDENTIAL_MEMBERS, 'rejectUnauthorized']);

/** What the options say about TLS. Names are as the user wrote them. */
export interface TlsReading {
  /** An option that asks for TLS. */
  readonly askedBy: string | undefined;
  /** An option that refuses TLS. */
  readonly refusedBy: string | undefined;
  /** An option that turns the verification off. */
  readonly unverifiedBy: string | undefined;
  readonly options: TlsOptions;
}

/**
 * Reads `secure`, `noverify`, `tls`, `ca`, `cert`, `key`, `passphrase` and `servername`. The last five may stand at
 * the top or inside `tls`, not in both. `secure`, `tls` and any of the five ask for TLS.
 *
 * @throws HekaError INVALID_OPTION; it never shows a key or a passphrase
 */
export function readTlsOptions(reader: OptionReader): TlsReading {
  const switches = [readSecure(reader), readTlsMember(reader)];
  const members = switches[1]?.members ?? {};
  const inside = new MemberReader(members, 'tls');
  const credentials = CREDENTIAL_MEMBERS.map((name) => eitherOf(reader.given(name), inside.given(name)));
  const [ca, cert, key, passphrase, servername] = credentials;
  const unverifiedBy = readUnverified(reader, inside);
  const asking = [...switches.filter((each) => each?.on === true), ...credentials].find(
    (each) => each !== undefined,
  );
  const options: TlsOptions = {
    base: baseOptions(members),
    verify: unverifiedBy === undefined,
    ca: ca === undefined ? undefined : readAuthorities(ca),
    ...readIdentity(cert, key),
    passphrase: passphrase === undefined ? undefined : readPassphrase(passphrase),
    servername: servername === undefined ? undefined : readServername(servername),
  };
  return {
    askedBy: asking?.name,
    refusedBy: switches.find((each) => each?.on === false)?.name,
    unverifiedBy,
    options,
  };
}

interface Switch {
  readonly name: string;
  readonly on: boolean;
  readonly members?: Readonly<Record<string, unknown>>;
}

function readSecure(reader: OptionReader): Switch | undefined {
  const on = reader.get('secure');
  return on === undefined ? undefined : { name: 'secure', on };
}

function readTlsMember(reader: OptionReader): Switch | undefined {
  const given = reader.given('tls');
  if (given === undefined) return undefined;
  if (typeof given.value === 'boolean') return { name: given.name, on: given.value };
  if (typeof given.value !== 'object' || given.value === null || Array.isArray(given.value)) {
    throw reader.wrong('tls', given);
  }
  const members = given.value as Readonly<Record<string, unknown>>;
  const place = PLACE_MEMBERS.find(
    (member) => Object.hasOwn(members, member) && members[member] !== undefined,
  );
  if (place !== undefined) {
    throw new HekaError(
      'INVALID_OPTION',
      `option "tls.${place}" is misplaced, allowed: say where to connect outside of "tls"`,
    );
  }
  return { name: given.name, on: true, members };
}

function eitherOf(top: GivenOption | undefined, inside: GivenOption | undefined): GivenOption | undefined {
  if (top !== undefined && inside !== undefined) throw contradiction(top.name, inside.name);
  return top ?? inside;
}

function readUnverified(reader: OptionReader, inside: MemberReader): string | undefined {
  const noverify = reader.given('noverify') === undefined ? undefined : reader.get('noverify');
  const reject = inside.read('rejectUnauthorized', flag);
  if (noverify !== undefined && reject === noverify) {
    throw contradiction('noverify', 'tls.rejectUnauthorized');
  }
  if (noverify === true) return 'noverify';
  return reject === false ? 'tls.rejectUnauthorized' : undefined;
}

/** Node's own options, without those that {@link TlsOptions} has itself. */
function baseOptions(members: Readonly<Record<string, unknown>>): ConnectionOptions {
  return ownMembers(Object.fromEntries(Object.entries(members).filter(([name]) => !OWN_MEMBERS.has(name))));
}

function readAuthorities(option: GivenOption): PemSource | readonly PemSource[] {
  if (!Array.isArray(option.value)) return readPem(option.name, option.value);
  if (option.value.length === 0) throw wrongOption(option.name, option.value, 'at least one certificate');
  return option.value.map((each, index) => readPem(`${option.name}[${index}]`, each));
}

function readIdentity(
  cert: GivenOption | undefined,
  key: GivenOption | undefined,
): Pick<TlsOptions, 'cert' | 'key'> {
  if (cert === undefined && key === undefined) return { cert: undefined, key: undefined };
  if (cert === undefined || key === undefined) {
    const [present, absent] = cert === undefined ? [key?.name, 'cert'] : [cert.name, 'key'];
    throw new HekaError(
      'INVALID_OPTION',
      `option "${present}" is given without "${absent}", allowed: both or neither`,
    );
  }
  const secret = pemSource(key.value);
  if (secret === undefined) throw wrongSecret(key.name, OPTION_TABLE.key.kind.allowed);
  return { cert: readPem(cert.name, cert.value), key: secret };
}

function readPem(name: string, value: unknown): PemSource {
  const source = pemSource(value);
  if (source === undefined) throw wrongOption(name, value, OPTION_TABLE.ca.kind.allowed);
  return source;
}

function pemSource(value: unknown): PemSource | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  // A structured clone makes a plain Uint8Array of a Buffer.
  return value instanceof Uint8Array ? Buffer.from(value) : undefined;
}

function readPassphrase(option: GivenOption): string {
  if (typeof option.value !== 'string') throw wrongSecret(option.name, OPTION_TABLE.passphrase.kind.allowed);
  return option.value;
}

function readServername(option: GivenOption): string {
  const name = parseHost(option.value);
  if (name === undefined || isIP(name) !== 0) {
    throw wrongOption(option.name, option.value, OPTION_TABLE.servername.kind.allowed);
  }
  return name;
}

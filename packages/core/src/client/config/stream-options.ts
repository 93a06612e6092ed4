import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hostAndPort, parseHost } from '../../net/host.ts';
import { port, text } from '../../options/kinds.ts';
import { MemberReader } from '../../options/member-reader.ts';
import { contradiction, wrongOption } from '../../options/option-error.ts';
import type { OptionKind } from '../../options/option-kind.ts';
import { OPTION_TABLE } from '../../options/option-table.ts';
import type { PlaceName } from './place-name.ts';

/** Kinds of streams that the old clients have. */
type StreamKind = 'udp' | 'tcp' | 'stdout' | 'file' | 'debug';

/** heka-py's classes. */
const CLASSES: Readonly<Record<string, StreamKind>> = {
  'heka.streams.UdpStream': 'udp',
  'heka.streams.TcpStream': 'tcp',
  'heka.streams.StdOutStream': 'stdout',
  'heka.streams.FileStream': 'file',
  'heka.streams.DebugCaptureStream': 'debug',
};

/** heka-node's factories, by the name behind the module's path. */
const FACTORIES: Readonly<Record<string, StreamKind>> = {
  udpStreamFactory: 'udp',
  stdoutStreamFactory: 'stdout',
  fileStreamFactory: 'file',
  debugStreamFactory: 'debug',
};

/** Arguments of the classes, in their order. */
const ARGUMENTS: Readonly<Record<StreamKind, readonly string[]>> = {
  udp: ['host', 'port'],
  tcp: ['host', 'port'],
  stdout: [],
  file: ['filepath'],
  debug: [],
};

/**
 * The options that say where messages go, for a stream of the old clients.
 *
 * @param given the members of the stream; `encoder` and `hmc` are somebody else's
 * @param nameOf names a member for errors
 * @throws HekaError `INVALID_OPTION`
 */
export function streamOptions(
  given: Readonly<Record<string, unknown>>,
  nameOf: PlaceName,
): Readonly<Record<string, unknown>> {
  const stream = new MemberReader(given, '', nameOf);
  const kind = readKind(stream);
  const members = new MemberReader(withArguments(given, stream, kind), '', nameOf);
  const options = optionsOf(kind, members);
  for (const name of ['class', 'factory', 'args', 'encoder', 'hmc']) members.given(name);
  members.refuseUnknown();
  return options;
}

function optionsOf(kind: StreamKind, stream: MemberReader): Readonly<Record<string, unknown>> {
  switch (kind) {
    case 'udp':
    case 'tcp': {
      const urls = readUrls(kind, stream);
      // Both send every message to every host.
      return urls.length === 1 ? { url: urls[0] } : { url: urls, strategy: 'fan-out' };
    }
    case 'stdout':
      return { url: 'stdout:' };
    case 'file':
      return { url: pathToFileURL(resolve(stream.require('filepath', text))).href };
    case 'debug':
      return { capture: true };
  }
}

function readKind(stream: MemberReader): StreamKind {
  const className = stream.read('class', text);
  const factory = stream.read('factory', text);
  if (className !== undefined && factory !== undefined) {
    throw contradiction(stream.fullName('class'), stream.fullName('factory'), 'only one of them');
  }
  if (className !== undefined) {
    const kind = Object.hasOwn(CLASSES, className) ? CLASSES[className] : undefined;
    if (kind !== undefined) return kind;
    throw wrongOption(stream.fullName('class'), className, list(Object.keys(CLASSES)));
  }
  if (factory === undefined) throw stream.missing('class');
  const name = factory.slice(factory.lastIndexOf(':') + 1);
  const kind = Object.hasOwn(FACTORIES, name) ? FACTORIES[name] : undefined;
  if (kind !== undefined) return kind;
  throw wrongOption(
    stream.fullName('factory'),
    factory,
    list(Object.keys(FACTORIES).map((each) => `./streams:${each}`)),
  );
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** heka-py passes `args` to the class in order, before the members with names. */
function withArguments(
  given: Readonly<Record<string, unknown>>,
  stream: MemberReader,
  kind: StreamKind,
): Readonly<Record<string, unknown>> {
  const args = stream.given('args')?.value ?? [];
  const names = ARGUMENTS[kind];
  if (!Array.isArray(args) || args.length > names.length) {
    throw wrongOption(
      stream.fullName('args'),
      args,
      `an array of at most ${names.length} values: ${names.join(', ')}`,
    );
  }
  return { ...given, ...Object.fromEntries(args.map((value: unknown, index) => [names[index], value])) };
}

const hosts: OptionKind<unknown, readonly string[]> = {
  allowed: `${OPTION_TABLE.host.kind.allowed}, or several`,
  type: 'string',
  switch: 'text',
  parse: (value) => {
    const list = (Array.isArray(value) ? value : [value]).map(parseHost);
    return list.length > 0 && list.every((host) => host !== undefined) ? list : undefined;
  },
};

const ports: OptionKind<unknown, readonly number[]> = {
  allowed: `${port.allowed}, or several`,
  type: 'number',
  switch: 'number',
  parse: (value) => {
    const list = (Array.isArray(value) ? value : [value]).map((each) => port.parse(each));
    return list.length > 0 && list.every((number) => number !== undefined) ? list : undefined;
  },
};

function readUrls(kind: 'udp' | 'tcp', stream: MemberReader): readonly string[] {
  const [hostName, portName] =
    stream.has('hosts') || stream.has('ports') ? ['hosts', 'ports'] : ['host', 'port'];
  const hostList = stream.require(hostName, hosts);
  const portList = stream.require(portName, ports);
  // As there: the last port serves all further hosts, further ports serve nothing.
  return hostList.map((host, index) => {
    const number = portList[index] ?? portList.at(-1) ?? 0;
    return `${kind}://${hostAndPort(host, number)}`;
  });
}

/**
 * The configurations that the documentation of heka-py and heka-node shows, written anew; where messages go stands in
 * variables. With each: what an application then calls, and the messages that it sends there.
 */
import type { ClientConfig, HekaClient } from 'heka-core';
import type { ExpectedMessage } from '../../../support/messages/client-bytes.ts';

/** A configuration, the calls, and what they send. */
export interface DocumentedConfig {
  readonly title: string;
  /** INI text, or a dictionary for a place. */
  readonly config: string | ((place: { readonly host: string; readonly port: number }) => ClientConfig);
  readonly protocol: 'tcp' | 'udp';
  readonly use: (client: HekaClient) => void;
  readonly sent: readonly ExpectedMessage[];
  /** Who signs, and with what. */
  readonly signer?: {
    readonly signer: string;
    readonly keyVersion: number;
    readonly key: string;
    readonly hashFunction: 'sha1' | 'md5';
  };
}

/** The section that heka-py's page on configuration begins with. */
const MAIN = `
  [heka]
  logger = myapp
  severity = 4
  disabled_timers = foo
                    bar
  stream_class = heka.streams.UdpStream
  stream_host = \${HOST}
  stream_port = \${PORT}
`;

const FILTERS = `
  [heka_filter_sev_max]
  provider = heka.filters.severity_max_provider
  severity = 4

  [heka_filter_type_whitelist]
  provider = heka.filters.type_whitelist_provider
  types = timer
          oldstyle
`;

const defaults = { logger: 'myapp', severity: 4, payload: '' };

function metric(type: string, name: string, payload: string): ExpectedMessage {
  return {
    ...defaults,
    type,
    payload,
    fields: [
      ['name', 'string', [name]],
      ['rate', 'double', [1]],
    ],
  };
}

function useAll(client: HekaClient): void {
  client.heka('checkout', {
    payload: 'paid',
    fields: { items: 3, total: 9.5, user: { name: 'ann', vip: true } },
  });
  client.incr('hits');
  client.incr('hits', { count: 5, fields: { page: '/' } });
  client.timer('foo').stop();
  client.timerSend('query', 12);
  client.timerSend('bar', 7);
  client.debug('details');
  client.warn('disk at %d%%', 93);
  client.critical('out of disk');
}

const checkout: ExpectedMessage = {
  ...defaults,
  type: 'checkout',
  payload: 'paid',
  fields: [
    ['items', 'integer', [3]],
    ['total', 'double', [9.5]],
    ['user.name', 'string', ['ann']],
    ['user.vip', 'bool', [true]],
  ],
};
const hits = metric('counter', 'hits', '1');
const moreHits = metric('counter', 'hits', '5');
const query = metric('timer', 'query', '12');
const bar = metric('timer', 'bar', '7');
const oldstyle = (severity: number, payload: string): ExpectedMessage => ({
  ...defaults,
  type: 'oldstyle',
  severity,
  payload,
});

export const documentedConfigs: readonly DocumentedConfig[] = [
  {
    title: "heka-py's main section",
    config: MAIN,
    protocol: 'udp',
    use: useAll,
    sent: [
      checkout,
      hits,
      { ...moreHits, fields: [...(moreHits.fields ?? []), ['page', 'string', ['/']]] },
      query,
      bar,
      oldstyle(7, 'details'),
      oldstyle(4, 'disk at 93%'),
      oldstyle(2, 'out of disk'),
    ],
  },
  {
    title: "heka-py's filters",
    config: MAIN + FILTERS,
    protocol: 'udp',
    use: useAll,
    sent: [query, bar, oldstyle(4, 'disk at 93%'), oldstyle(2, 'out of disk')],
  },
  {
    title: "heka-py's dictionary of the same",
    config: ({ host, port }) => ({
      logger: 'myapp',
      severity: 4,
      disabled_timers: ['foo', 'bar'],
      stream: { class: 'heka.streams.UdpStream', host, port },
      filters: [
        ['heka.filters.severity_max', { severity: 4 }],
        ['heka.filters.type_whitelist', { types: ['timer', 'oldstyle'] }],
      ],
    }),
    protocol: 'udp',
    use: useAll,
    sent: [query, bar, oldstyle(4, 'disk at 93%'), oldstyle(2, 'out of disk')],
  },
  {
    title: "heka-py's dictionary that the main section is turned into",
    config: ({ host, port }) => ({
      disabled_timers: ['foo', 'bar'],
      filters: [],
      hmac: {},
      logger: 'myapp',
      plugins: {},
      severity: 4,
      stream: { class: 'heka.streams.UdpStream', host, port },
      stream_class: 'heka.streams.UdpStream',
      stream_host: host,
      stream_port: port,
    }),
    protocol: 'udp',
    use: (client) => client.incr('hits'),
    sent: [hits],
  },
  {
    title: "heka-py's signing",
    config: `
      [heka]
      stream_class = heka.streams.TcpStream
      stream_host = \${HOST}
      stream_port = \${PORT}

      [heka_hmac]
      signer = some_signer_name
      key_version = 2
      hash_function = SHA1
      key = some_key_value
    `,
    protocol: 'tcp',
    signer: { signer: 'some_signer_name', keyVersion: 2, hashFunction: 'sha1', key: 'some_key_value' },
    use: (client) => client.heka('order', { payload: 'signed' }),
    sent: [{ type: 'order', logger: '', severity: 6, payload: 'signed' }],
  },
  {
    title: "heka-py's stream over TCP, without a logger",
    config: `
      [heka]
      stream_class = heka.streams.TcpStream
      stream_host = \${HOST}
      stream_port = \${PORT}
      encoder = heka.encoders.ProtobufEncoder
    `,
    protocol: 'tcp',
    use(client) {
      client.incr('foo');
      client.gauge('load', 0.5);
    },
    sent: [
      { ...metric('counter', 'foo', '1'), logger: '', severity: 6 },
      { ...metric('gauge', 'load', '0.5'), logger: '', severity: 6 },
    ],
  },
  {
    title: "heka-node's client",
    config: ({ host, port }) => ({
      stream: { factory: 'heka/streams:udpStreamFactory', hosts: [host], ports: [port] },
      logger: 'test',
      severity: 6,
      disabledTimers: ['some_disabled_type'],
      filters: [['./filters:typeBlacklistProvider', { types: { noise: {} } }]],
    }),
    protocol: 'udp',
    use(client) {
      client.heka('noise');
      client.timer('some_disabled_type').stop();
      client.notice('hello');
    },
    sent: [{ type: 'oldstyle', logger: 'test', severity: 5, payload: 'hello' }],
  },
  {
    title: "heka-node's other filters, and its signing",
    config: ({ host, port }) => ({
      stream: {
        factory: './streams:udpStreamFactory',
        hosts: host,
        ports: port,
        encoder: 'heka-node/senders/encoders:protobufEncoder',
        hmc: { signer: 'vng', key_version: 1, hash_function: 'md5', key: 'secret' },
      },
      logger: 'test',
      filters: [
        ['./filters:severityMaxProvider', { severity: 6 }],
        ['./filters:typeSeverityMaxProvider', { types: { order: { severity: 3 } } }],
        ['./filters:typeWhitelistProvider', { types: { order: {}, oldstyle: {} } }],
      ],
    }),
    protocol: 'udp',
    signer: { signer: 'vng', keyVersion: 1, hashFunction: 'md5', key: 'secret' },
    use(client) {
      client.debug('too little');
      client.heka('order', { severity: 4 });
      client.heka('order', { severity: 3 });
      client.incr('hits');
      client.info('seen');
    },
    sent: [
      { type: 'order', logger: 'test', severity: 3, payload: '' },
      { type: 'oldstyle', logger: 'test', severity: 6, payload: 'seen' },
    ],
  },
];

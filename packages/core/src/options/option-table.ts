/**
 * The options of a delivery: each name, what it may be, its default and its meaning, once.
 *
 * From this table come the checks of every reader ({@link OptionReader}), the switches of the command pino-heka, and,
 * by `npm run generate`, the type `HekaOptions` and the page docs/options.md.
 *
 * A name with a dot is a member of the option before the dot, which is a section: `queue.maxBytes`.
 */

import type { OptionSection } from './option-kind.ts';
import { BATCHING_OPTIONS } from './table/batching-options.ts';
import { DELIVERY_OPTIONS } from './table/delivery-options.ts';
import { LIFE_OPTIONS } from './table/life-options.ts';
import { MAPPING_OPTIONS } from './table/mapping-options.ts';
import { PLACE_OPTIONS } from './table/place-options.ts';
import { RECONNECT_OPTIONS } from './table/reconnect-options.ts';
import { SIGNING_OPTIONS } from './table/signing-options.ts';
import { TLS_OPTIONS } from './table/tls-options.ts';

/** Every option by its full name. */
export const OPTION_TABLE = {
  ...PLACE_OPTIONS,
  ...TLS_OPTIONS,
  ...SIGNING_OPTIONS,
  ...RECONNECT_OPTIONS,
  ...DELIVERY_OPTIONS,
  ...BATCHING_OPTIONS,
  ...MAPPING_OPTIONS,
  ...LIFE_OPTIONS,
};

/** The same options under the headings of the docs. */
export const OPTION_SECTIONS: readonly OptionSection[] = [
  { title: 'Where', type: 'PlaceSettings', doc: 'Where messages go', rows: PLACE_OPTIONS },
  {
    title: 'TLS',
    type: 'TlsSettings',
    doc: '`secure`, `tls`, `ca`, `cert`, `key`, `passphrase` or `servername` turns TLS on, over tcp only; beside a `tcp://` url it is an error. Certificates, the key, its passphrase and the options of Node are checked at construction',
    rows: TLS_OPTIONS,
  },
  { title: 'Signing', type: 'SigningSettings', doc: 'Signing of messages', rows: SIGNING_OPTIONS },
  {
    title: 'Reconnect',
    type: 'ReconnectSettings',
    doc: 'How attempts to connect are repeated',
    rows: RECONNECT_OPTIONS,
  },
  {
    title: 'Delivery',
    type: 'DeliverySettings',
    doc: 'What is promised about a message that was accepted, and the queue that it waits in',
    rows: DELIVERY_OPTIONS,
  },
  {
    title: 'Batching',
    type: 'BatchingSettings',
    doc: 'When bytes go out, and in which form',
    rows: BATCHING_OPTIONS,
  },
  { title: 'Mapping', type: 'MappingSettings', doc: 'How a record becomes a message', rows: MAPPING_OPTIONS },
  {
    title: 'Life',
    type: 'LifeSettings',
    doc: 'End of life, errors and statistics',
    rows: LIFE_OPTIONS,
  },
];

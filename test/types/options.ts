import { expectTypeOf } from 'expect-type';
import { createDelivery, type Delivery, type HekaError, type HekaOptions } from 'heka-core';

expectTypeOf(createDelivery({})).toEqualTypeOf<Delivery>();

// Every option may be left out; sizes are numbers or texts.
createDelivery({ url: 'tcp://127.0.0.1:5565', queue: { maxBytes: '16mb', overflow: 'drop-oldest' } });
createDelivery({ host: '127.0.0.1', port: 5565, queue: { maxBytes: 1 << 24 }, confirmBytes: '1mb' });
createDelivery({ hmac: { signer: 'shop', key: { env: 'HEKA_KEY' }, hashFunction: 'md5' } });
createDelivery({ timeKey: false, fieldTypes: { responseTime: { type: 'double', representation: 'ms' } } });
createDelivery({ onError: (error) => expectTypeOf(error).toEqualTypeOf<HekaError>() });

// @ts-expect-error there is no such promise
createDelivery({ delivery: 'exactly-once' });
// @ts-expect-error not a policy
createDelivery({ queue: { overflow: 'drop' } });
// @ts-expect-error a time is a number of milliseconds
createDelivery({ confirmInterval: '5m' });
// @ts-expect-error a signer without a key
createDelivery({ hmac: { signer: 'shop' } });
// @ts-expect-error not a hash function that the receivers know
createDelivery({ hmac: { signer: 'shop', key: 'secret', hashFunction: 'sha256' } });
// @ts-expect-error misspelt
createDelivery({ ulr: 'tcp://127.0.0.1:5565' });
// @ts-expect-error an option that is absent is left out, not undefined
createDelivery({ url: undefined });

declare const options: HekaOptions;
// @ts-expect-error readonly
options.url = 'tcp://127.0.0.1:5565';

// What is done to records: functions, or where a worker finds them; paths as pino writes them.
createDelivery({ transform: ({ password: _password, ...record }) => record, redact: ['user.password'] });
createDelivery({ transform: './mask.mjs#mask', redact: { paths: ['a[*].b'], censor: '***', remove: false } });
createDelivery({ redact: { paths: ['a'], censor: (value, path) => `${path.length}${String(value)}` } });
// @ts-expect-error a record is an object
createDelivery({ transform: () => 'text' });
// @ts-expect-error no paths
createDelivery({ redact: { censor: '***' } });

// The transports in a bundle with heka-core: all of them share its classes.
import assert from 'node:assert/strict';
import { HekaError } from 'heka-core';
import { hekaDestination, HekaError as PinoHekaError } from 'pino-heka';
import HekaTransport, { HekaError as WinstonHekaError } from 'winston-heka';

assert.equal(WinstonHekaError, HekaError);
assert.equal(PinoHekaError, HekaError);
new HekaTransport({ url: 'tcp://127.0.0.1:1' }).end();
const destination = hekaDestination({ url: 'udp://127.0.0.1:1', hmac: { signer: 'app', key: 'secret' } });
destination.write('{"level":30,"time":1767225600000,"pid":1,"hostname":"a","msg":"hello"}\n');
destination.end();

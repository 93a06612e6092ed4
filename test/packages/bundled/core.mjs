// Bundled with all that it imports, and run where nothing is installed: what is loaded on demand must be in the bundle.
import assert from 'node:assert/strict';
import { createDelivery, createMatcher, createMessage, decodeMessage, encodeMessage } from 'heka-core';

const message = createMessage({ payload: 'GET /nothing 404' });
assert.deepEqual(decodeMessage(encodeMessage(message)), message);
assert.equal(createMatcher('Payload =~ /^GET .* [45]\\d\\d$/')(message), true);

const delivery = createDelivery({ url: 'tls://127.0.0.1:1', redact: ['password'] });
assert.equal(delivery.stats().accepted, 0);
void delivery.close();

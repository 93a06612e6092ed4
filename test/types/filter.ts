/** Types of filters. Checked by tsc; never run. */
import { expectTypeOf } from 'expect-type';
import {
  createDelivery,
  createMatcher,
  type FilterFunction,
  type HekaMessage,
  severityMax,
  typeSeverityMax,
} from 'heka-core';

expectTypeOf(createMatcher('TRUE')).toEqualTypeOf<(message: HekaMessage) => boolean>();
expectTypeOf(severityMax(4)).toEqualTypeOf<FilterFunction>();

createDelivery({ filter: 'Severity < 7' });
createDelivery({ filter: ['Severity < 7', severityMax(4), ({ type }) => type !== 'noise'] });
createDelivery({ filter: createMatcher('TRUE') });

// @ts-expect-error a regular expression of JavaScript is no filter
createDelivery({ filter: /noise/ });
// @ts-expect-error a filter answers at once
createDelivery({ filter: async () => Promise.resolve(true) });
// @ts-expect-error a message has no member `level`
createDelivery({ filter: (message) => message.level > 3 });
// @ts-expect-error severities are numbers
typeSeverityMax({ noise: 'info' });

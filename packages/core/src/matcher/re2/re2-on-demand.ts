import { createRequire } from 'node:module';
import type * as re2js from 're2js';

/**
 * What `#re2` is in Node.js: re2js takes longer to load than the rest of heka-core, and few matchers need it. It is
 * loaded with the first regular expression that is more than a fixed text.
 */
export function loadRe2(): typeof re2js.RE2JS {
  const { RE2JS } = createRequire(import.meta.filename)('re2js') as typeof re2js;
  return RE2JS;
}

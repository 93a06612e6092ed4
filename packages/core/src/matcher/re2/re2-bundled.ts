import { RE2JS } from 're2js';

/** What `#re2` is for bundlers: they only find what is imported. */
export function loadRe2(): typeof RE2JS {
  return RE2JS;
}

// A second target beside pino-heka.

import build from 'pino-abstract-transport';

export default function discard() {
  return build((source) => source.resume());
}

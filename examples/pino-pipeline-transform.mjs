// A transform of pino-pipeline.mjs: keeps the last four digits of a card.

import { Transform } from 'node:stream';
import build from 'pino-abstract-transport';

export default function maskCards() {
  return build(
    (source) => {
      const masked = new Transform({
        autoDestroy: true,
        writableObjectMode: true,
        transform(record, _encoding, callback) {
          if (typeof record.card === 'string') record.card = `**** ${record.card.slice(-4)}`;
          callback(null, `${JSON.stringify(record)}\n`);
        },
      });
      source.pipe(masked);
      return masked;
    },
    { enablePipelining: true },
  );
}

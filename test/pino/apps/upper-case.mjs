// A transform for a pipeline of pino: messages in capital letters.

import { Transform } from 'node:stream';
import build from 'pino-abstract-transport';

export default function upperCase() {
  return build(
    (source) => {
      const output = new Transform({
        autoDestroy: true,
        objectMode: true,
        transform(record, _encoding, callback) {
          callback(null, `${JSON.stringify({ ...record, msg: record.msg.toUpperCase() })}\n`);
        },
      });
      source.pipe(output);
      return output;
    },
    { enablePipelining: true },
  );
}

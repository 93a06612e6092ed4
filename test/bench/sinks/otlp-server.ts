/** OTLP over HTTP with protobuf: a receiver that only counts log records, and says that it has taken them. */

import { createServer, type IncomingMessage, type Server } from 'node:http';

/** `ExportLogsServiceRequest.resource_logs`, `ResourceLogs.scope_logs`, `ScopeLogs.log_records`. */
const PATH_TO_RECORDS = [1, 2, 2];

/** @param received called for each request, with what was in it */
export function createOtlpServer(received: (records: number, bytes: number) => void): Server {
  return createServer((request, response) => {
    void bodyOf(request).then((body) => {
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      received(countAt(body, PATH_TO_RECORDS), body.length);
    });
  });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Counts the submessages on a path of field numbers. */
function countAt(message: Buffer, [field, ...path]: readonly number[]): number {
  let count = 0;
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    if ((tag & 7) !== 2) throw new Error(`wire type ${tag & 7} on the way to the records`);
    const end = varint() + at;
    if (tag >> 3 === field) count += path.length === 0 ? 1 : countAt(message.subarray(at, end), path);
    at = end;
  }
  return count;
}

/** One thread that only writes bytes which are ready, or that makes them of records first, to a sink in another process. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { createDelivery, winstonRecords } from 'heka-core';
import { hekaDestination } from 'pino-heka';
import { clockSeconds, nextTurn, readSettings, report } from '../../harness/workload.ts';
import { REQUEST_MESSAGE, requestLogs } from '../../records/request-log.ts';
import { Sink } from '../../sinks/sink.ts';

export interface RawLoopbackSettings {
  readonly source: 'ready bytes' | 'records' | 'lines';
  readonly messages: number;
}

/** What was sent in how long. */
export interface RawLoopbackResult {
  readonly bytes: number;
  readonly seconds: number;
}

const CHUNK_BYTES = 65_536;
/** Messages per turn of the event loop: what fills some chunks. */
const PER_TURN = 1000;
const WARM_UP = 30_000;
const options = { delivery: 'best-effort', logger: 'shop' } as const;
const members = requestLogs(1000);

const { source, messages } = readSettings() as RawLoopbackSettings;
report(source === 'ready bytes' ? await sendReadyBytes() : await sendRecords());

async function sendReadyBytes(): Promise<RawLoopbackResult> {
  const sink = await Sink.start('bytes');
  const socket = connect(sink.port, '127.0.0.1');
  await once(socket, 'connect');
  const chunk = Buffer.alloc(CHUNK_BYTES, 'x');
  const bytes = Math.ceil((messages * 680) / CHUNK_BYTES) * CHUNK_BYTES;
  const startedAt = clockSeconds();
  for (let sent = 0; sent < bytes; sent += CHUNK_BYTES) {
    if (!socket.write(chunk)) await once(socket, 'drain');
  }
  return { bytes, seconds: (await sink.received(bytes)) - startedAt };
}

async function sendRecords(): Promise<RawLoopbackResult> {
  const sink = await Sink.start('frames');
  const { log, ready } = source === 'lines' ? openLines(sink) : openRecords(sink);
  const send = async (count: number): Promise<void> => {
    for (let index = 0; index < count; ) {
      await ready();
      for (const end = Math.min(index + PER_TURN, count); index < end; index++) log(index);
      await nextTurn();
    }
  };
  await send(WARM_UP);
  await sink.received(WARM_UP);
  const bytesBefore = sink.bytes;
  const startedAt = clockSeconds();
  await send(messages);
  const arrivedAt = await sink.received(WARM_UP + messages);
  return { bytes: sink.bytes - bytesBefore, seconds: arrivedAt - startedAt };
}

interface Source {
  readonly log: (index: number) => void;
  readonly ready: () => Promise<void>;
}

function openRecords({ port }: Sink): Source {
  const delivery = createDelivery({ ...options, url: `tcp://127.0.0.1:${port}` }, winstonRecords);
  const records = members.map((each) => ({
    level: 'info',
    message: REQUEST_MESSAGE,
    ...each,
    [Symbol.for('level')]: 'info',
  }));
  return {
    log: (index) => void delivery.log(records[index % records.length]),
    ready: () => delivery.ready(),
  };
}

function openLines({ port }: Sink): Source {
  const destination = hekaDestination({ ...options, url: `tcp://127.0.0.1:${port}` });
  const headers = { level: 30, time: 1_760_000_000_123, pid: 1, hostname: 'web-1' };
  const lines = members.map((each) => `${JSON.stringify({ ...headers, ...each, msg: REQUEST_MESSAGE })}\n`);
  return {
    log: (index) => void destination.write(lines[index % lines.length] as string),
    ready: () => destination.ready(),
  };
}

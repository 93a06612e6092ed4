import type { Reply, Request } from './protocol.ts';

/** What a child process can be asked to do, by name. */
type Handlers = Readonly<Record<string, (argument: never) => unknown>>;

/** Answers the requests of the process that started this one; ends with it. */
export function serve(handlers: Handlers): void {
  process.on('message', (request: Request) => {
    void answer(handlers, request);
  });
  process.on('disconnect', () => process.exit(0));
  send({ event: 'started', data: undefined });
}

/** Tells the process that started this one something it has not asked for. */
export function emit(event: string, data: unknown): void {
  send({ event, data });
}

async function answer(handlers: Handlers, request: Request): Promise<void> {
  try {
    const handler = handlers[request.method];
    if (handler === undefined) throw new Error(`no method ${request.method}`);
    send({ id: request.id, result: await handler(request.argument as never) });
  } catch (error) {
    send({ id: request.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function send(reply: Reply): void {
  // The other side may be gone: nobody is left to be told.
  if (process.connected) process.send?.(reply, undefined, {}, () => undefined);
}

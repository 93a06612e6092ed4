import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { HekaError } from '../../errors.ts';
import { type FromReceivers, THREAD_MARK, type ToReceivers } from './protocol.ts';
import { serveReceivers } from './serve-receivers.ts';

/** What a receiver in the thread reports. */
export type ReceiverEvent = Extract<FromReceivers, { readonly receiver: number }>;

interface Call {
  resolve(url: string): void;
  reject(error: Error): void;
}

// This file is the thread's program as well: one file is all that a package needs to have for it.
const OWN_FILE = ownFile();
if (!isMainThread && parentPort !== null && workerData === THREAD_MARK) serveReceivers(parentPort);

/** `__filename` in CommonJS, which is not defined if a bundler has made an ES module of that: then there is no such file. */
function ownFile(): string {
  try {
    return import.meta.filename;
  } catch {
    return '';
  }
}

/**
 * Whether receivers can have a thread. A bundler puts this code into a file of the application, which as the program of a
 * thread would run the application again.
 */
export function canHaveThread(): boolean {
  return /[\\/]testing[\\/](?:index\.c?js|thread[\\/]receiver-thread\.ts)$/.test(OWN_FILE);
}

let current: ReceiverThread | undefined;

/** The thread of all receivers of this process; started with the first of them, and gone when none is left. */
export function receiverThread(): ReceiverThread {
  current ??= new ReceiverThread();
  return current;
}

/** The thread that receivers run in, seen from the test. */
export class ReceiverThread {
  readonly #worker: Worker;
  readonly #listeners = new Map<number, (event: ReceiverEvent) => void>();
  readonly #calls = new Map<number, Call>();
  #failure: Error | undefined;
  #lastReceiver = 0;
  #lastCall = 0;

  constructor() {
    const options = { workerData: THREAD_MARK, name: 'heka receivers' };
    // What an application preloads has no business in this thread; only the sources need what loads them.
    this.#worker = new Worker(OWN_FILE, OWN_FILE.endsWith('.ts') ? options : { ...options, execArgv: [] });
    this.#worker.on('message', (message: FromReceivers) => this.#take(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.unref();
  }

  /**
   * Makes a receiver.
   *
   * @returns its number
   */
  create(cells: Int32Array, isAsked: boolean, listener: (event: ReceiverEvent) => void): number {
    const receiver = ++this.#lastReceiver;
    this.#listeners.set(receiver, listener);
    this.#worker.ref();
    this.post({ kind: 'create', receiver, cells, isAsked });
    return receiver;
  }

  post(message: ToReceivers): void {
    this.#worker.postMessage(message);
  }

  /** Posts a request and resolves to the url in its answer. */
  call(request: (call: number) => ToReceivers): Promise<string> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const call = ++this.#lastCall;
    return new Promise((resolve, reject) => {
      this.post(request(call));
      this.#calls.set(call, { resolve, reject });
    });
  }

  /** Nothing more is reported about a receiver. Without any, the thread does not keep the process alive. */
  remove(receiver: number): void {
    this.#listeners.delete(receiver);
    if (this.#listeners.size === 0) this.#worker.unref();
  }

  #take(message: FromReceivers): void {
    switch (message.kind) {
      case 'done':
        this.#settle(message.call)?.resolve(message.url);
        break;
      case 'failed':
        this.#settle(message.call)?.reject(errorOf(message));
        break;
      case 'idle':
        // A receiver may have been made since.
        if (this.#listeners.size === 0) this.#end();
        break;
      default:
        this.#listeners.get(message.receiver)?.(message);
    }
  }

  #settle(call: number): Call | undefined {
    const found = this.#calls.get(call);
    this.#calls.delete(call);
    return found;
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const call of this.#calls.values()) call.reject(error);
    this.#calls.clear();
    this.#end();
  }

  #end(): void {
    if (current === this) current = undefined;
    void this.#worker.terminate();
  }
}

function errorOf({ code, message }: Extract<FromReceivers, { readonly kind: 'failed' }>): Error {
  return code === undefined ? new Error(message) : new HekaError(code, message.replace(`${code}: `, ''));
}

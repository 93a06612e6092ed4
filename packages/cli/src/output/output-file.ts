/**
 * A file that messages are appended to so that what was acknowledged is in it, whatever happens to its name.
 *
 * - {@link OutputFile.append} resolves when the bytes are written; with `isSynced` also on the disk (fdatasync). Appends
 *   that come while a write is under way go out together with the next one.
 * - A write that fails is taken back: the file is cut to where it ended before, and the appends in question reject. The
 *   next append tries again, so a disk that was full goes on when it has room.
 * - If that cut fails, or fdatasync does (the kernel then forgets what it could not write), the file is broken: every
 *   append rejects from then on, and {@link OutputFile.failure} says why.
 *
 * With `isFollowed` the file is also the one that its path leads to. Before an append resolves, and whenever
 * {@link OutputFile.confirm} is called, the path is looked at; if it leads elsewhere, the file is opened again and gets:
 *
 * - if the old one was deleted, everything in it that has not been acknowledged. Whose messages those are is known by the
 *   `owner` of an append, which is acknowledged by {@link OutputFile.confirm} and dropped by {@link OutputFile.forget};
 * - if the old one was renamed, what was written to it after it was last seen under its path. What is before that was
 *   there when it was renamed, and whoever renamed it has it.
 *
 * If the path cannot be opened again (its folder is gone), everything under way rejects, and the next append tries again.
 * A file that somebody else writes to is reported once. A file that somebody has cut short lets the appends that were in it reject at their `confirm`.
 */
import { reasonOf } from 'heka-core';
import { OpenFile, type OpenFileOptions } from './open-file.ts';
import { type Owner, Unacknowledged } from './unacknowledged.ts';

/** How an {@link OutputFile} is opened. */
interface OutputFileOptions extends OpenFileOptions {
  /** True sees to it that what is acknowledged is in the file that the path leads to. @default false */
  readonly isFollowed?: boolean;
  /** Called with what happened to the file, in words: a torn end was repaired, it was opened again. */
  readonly onNote?: (what: string) => void;
}

interface Waiter {
  resolve(): void;
  reject(error: unknown): void;
}

interface Append extends Waiter {
  readonly kind: 'append';
  readonly bytes: Buffer;
  readonly owner: Owner | undefined;
}

interface Confirm extends Waiter {
  readonly kind: 'confirm';
  readonly owner: Owner;
}

/** In the queue, since an append of the same owner may stand in it as well. */
interface Forget {
  readonly kind: 'forget';
  readonly owner: Owner;
}

/** Buffers in one call of writev(2); the kernel takes 1,024. */
const MAX_BUFFERS = 1024;

export class OutputFile {
  readonly #options: OutputFileOptions;
  #file: OpenFile;
  #waiting: (Append | Confirm | Forget)[] = [];
  #pendingBytes = 0;
  #isReopenAsked = false;
  #isFailing = false;
  /** True once it was reported that somebody else writes to the file. */
  #isShared = false;
  #working: Promise<void> | undefined;
  #failure: unknown;
  readonly #unacknowledged: Unacknowledged;

  private constructor(options: OutputFileOptions, file: OpenFile) {
    this.#options = options;
    this.#file = file;
    this.#unacknowledged = new Unacknowledged(file.end);
  }

  /**
   * Opens or creates the file (mode 0600) for appending.
   *
   * @throws the error of `node:fs`
   */
  static async open(options: OutputFileOptions): Promise<OutputFile> {
    return new OutputFile(options, await OpenFile.open(options, (what) => options.onNote?.(what)));
  }

  /** Bytes of appends that have not resolved yet. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Why nothing can be appended any more; undefined while it can. */
  get failure(): unknown {
    return this.#failure;
  }

  /** True if what was last asked for was refused. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** Appends bytes; resolves when they are safe, rejects if they are not in the file. */
  append(bytes: Buffer, owner?: Owner): Promise<void> {
    this.#pendingBytes += bytes.length;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ kind: 'append', bytes, owner, resolve, reject });
      this.#wake();
    });
  }

  /**
   * Resolves when all messages of an owner are in the file that the path leads to, so that they may be acknowledged;
   * rejects if they are not. Meant for `isFollowed`.
   */
  confirm(owner: Owner): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ kind: 'confirm', owner, resolve, reject });
      this.#wake();
    });
  }

  /** An owner is gone: its messages will not be acknowledged any more. */
  forget(owner: Owner): void {
    this.#waiting.push({ kind: 'forget', owner });
    this.#wake();
  }

  /** Opens the file again if its path leads elsewhere, as after a log rotation. If that fails the old one stays open. */
  reopen(): void {
    this.#isReopenAsked = true;
    this.#wake();
  }

  /** Closes the file when everything appended is written or refused. */
  async close(): Promise<void> {
    await this.#working;
    await this.#file.close();
  }

  #wake(): void {
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    // After the assignment of #working, even if there is nothing to wait for.
    await Promise.resolve();
    while (this.#waiting.length > 0 || this.#isReopenAsked) {
      if (this.#isReopenAsked) await this.#reopenNow();
      const requests = this.#waiting.splice(0, MAX_BUFFERS);
      const appends = requests.filter((request) => request.kind === 'append');
      const bytes = appends.reduce((sum, append) => sum + append.bytes.length, 0);
      const mustLook = requests.some(({ kind }) => kind !== 'forget');
      const error = mustLook ? await this.#serve(appends, bytes) : undefined;
      if (mustLook) this.#isFailing = error !== undefined;
      this.#pendingBytes -= bytes;
      for (const request of requests) this.#answer(request, error);
    }
    this.#working = undefined;
  }

  async #reopenNow(): Promise<void> {
    this.#isReopenAsked = false;
    try {
      await this.#follow();
    } catch (error) {
      this.#options.onNote?.(`cannot be opened again: ${reasonOf(error)}`);
    }
  }

  /** Returns why nothing may be acknowledged; undefined if it may, with all appends in the file. */
  async #serve(appends: readonly Append[], bytes: number): Promise<unknown> {
    if (this.#failure !== undefined) return this.#failure;
    const { isFollowed = false } = this.#options;
    try {
      if (isFollowed) await this.#follow();
      else if (await this.#file.hasGrown()) this.#noteOther();
      if (bytes === 0) return undefined;
      const error = await this.#write(appends, bytes);
      if (error === undefined && isFollowed) await this.#follow();
      return error;
    } catch (error) {
      this.#unacknowledged.refuseAll(this.#file.end);
      return error;
    }
  }

  async #write(appends: readonly Append[], bytes: number): Promise<unknown> {
    const start = this.#file.end;
    for (const { owner } of appends) {
      if (owner !== undefined) this.#unacknowledged.add(owner, start);
    }
    try {
      const error = await this.#file.append(
        appends.map((append) => append.bytes),
        bytes,
      );
      if (error === undefined) await this.#file.sync();
      // Nobody looks before it is asked for: then, what has been written stays where it is.
      if (this.#options.isFollowed !== true) this.#unacknowledged.see(this.#file.end);
      return error;
    } catch (error) {
      this.#failure = error;
      return error;
    }
  }

  #answer(request: Append | Confirm | Forget, error: unknown): void {
    if (request.kind === 'append') {
      if (error === undefined) request.resolve();
      else request.reject(error);
      return;
    }
    const isRobbed = this.#unacknowledged.settle(request.owner);
    if (request.kind === 'forget') return;
    if (error !== undefined) request.reject(error);
    else if (isRobbed)
      request.reject(new Error('the file was cut short before its messages were acknowledged'));
    else request.resolve();
  }

  /** Brings file and path together. */
  async #follow(): Promise<void> {
    for (;;) {
      const { path, isCut, isGrown } = await this.#file.look();
      if (isGrown) this.#noteOther();
      if (isCut) this.#unacknowledged.cut(this.#file.end);
      if (path === 'here') break;
      await this.#openAgain(this.#unacknowledged.firstToCopy(path === 'gone'));
    }
    this.#unacknowledged.see(this.#file.end);
  }

  #noteOther(): void {
    if (this.#isShared) return;
    this.#isShared = true;
    this.#options.onNote?.('another process writes to it as well; each heka listen needs a file of its own');
  }

  /** @param from offset in the old file of what the new one must have */
  async #openAgain(from: number): Promise<void> {
    const { onNote } = this.#options;
    const old = this.#file;
    const next = await OpenFile.open(this.#options, (what) => onNote?.(what));
    const start = next.end;
    try {
      await old.copyTo(next, from);
    } catch (error) {
      await next.close();
      throw error;
    }
    this.#unacknowledged.move(from, start);
    this.#file = next;
    const copied = old.end - from;
    onNote?.(`opened again${copied === 0 ? '' : `, with ${copied} bytes that were not acknowledged`}`);
    await old.close();
  }
}

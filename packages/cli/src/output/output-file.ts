/**
 * A file that messages are appended to so that what was confirmed is in it.
 *
 * - {@link OutputFile.append} resolves when the bytes are written, with `isSynced` also on the disk (fdatasync). Appends
 *   that come while a write is under way go out together with the next one.
 * - A write that fails is taken back: the file is cut to where it ended before, and the appends in question reject. The
 *   next append tries again, so a disk that was full goes on when it has room.
 * - Where that cut fails, or fdatasync does (the kernel then forgets what it could not write), the file is broken: every
 *   append rejects from then on, and {@link OutputFile.failure} tells.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { repairTail, type TailKind } from './repair-tail.ts';

/** How an {@link OutputFile} is opened. */
export interface OutputFileOptions {
  readonly path: string;
  /** What is in it: decides how a tail is repaired that a killed process left behind. */
  readonly tail: TailKind;
  /** True syncs each write to the disk. */
  readonly isSynced: boolean;
  /** Bytes of a message at most. */
  readonly maxMessageBytes: number;
}

interface Append {
  readonly bytes: Buffer;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Buffers in one call of writev(2); the kernel takes 1,024. */
const MAX_BUFFERS = 1024;

export class OutputFile {
  readonly #handle: FileHandle;
  readonly #isSynced: boolean;
  readonly #isRegular: boolean;
  #waiting: Append[] = [];
  #pendingBytes = 0;
  #writing: Promise<void> | undefined;
  #failure: unknown;

  private constructor(handle: FileHandle, isRegular: boolean, isSynced: boolean) {
    this.#handle = handle;
    this.#isRegular = isRegular;
    this.#isSynced = isSynced;
  }

  /**
   * Opens or creates the file (mode 0600) for appending.
   *
   * @param onRepaired called with what was done to a torn end, in words
   * @throws the error of `node:fs`
   */
  static async open(options: OutputFileOptions, onRepaired: (what: string) => void): Promise<OutputFile> {
    const { path, isSynced } = options;
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
    try {
      const isRegular = (await handle.stat()).isFile();
      if (isRegular) {
        const repaired = await repairTail(handle, options.tail, options.maxMessageBytes);
        if (repaired !== undefined) onRepaired(repaired);
      }
      if (isSynced) await syncDirectory(dirname(path));
      return new OutputFile(handle, isRegular, isSynced);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Bytes of appends that have not resolved yet. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Why nothing can be appended any more; undefined where it can. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Appends bytes; resolves when they are safe, rejects where they are not in the file. */
  append(bytes: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ bytes, resolve, reject });
      this.#pendingBytes += bytes.length;
      this.#writing ??= this.#writeAll();
    });
  }

  /** Closes the file when everything appended is written or refused. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#handle.close();
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const appends = this.#waiting.splice(0, MAX_BUFFERS);
      const bytes = appends.reduce((sum, append) => sum + append.bytes.length, 0);
      const error = await this.#write(appends, bytes);
      this.#pendingBytes -= bytes;
      for (const { resolve, reject } of appends) {
        if (error === undefined) resolve();
        else reject(error);
      }
    }
    this.#writing = undefined;
  }

  /** Returns why the appends are not in the file; undefined where they are. */
  async #write(appends: readonly Append[], bytes: number): Promise<unknown> {
    if (this.#failure !== undefined) return this.#failure;
    const progress = { written: 0 };
    try {
      await writeWhole(this.#handle, appends, bytes, progress);
    } catch (error) {
      await this.#takeBack(progress.written);
      return error;
    }
    try {
      if (this.#isSynced && this.#isRegular) await this.#handle.datasync();
      return undefined;
    } catch (error) {
      this.#failure = error;
      return error;
    }
  }

  async #takeBack(bytes: number): Promise<void> {
    if (!this.#isRegular || bytes === 0) return;
    try {
      const { size } = await this.#handle.stat();
      await this.#handle.truncate(size - bytes);
    } catch (error) {
      this.#failure = error;
    }
  }
}

/** Writes all bytes, in as many calls as it takes. */
async function writeWhole(
  handle: FileHandle,
  appends: readonly Append[],
  bytes: number,
  progress: { written: number },
): Promise<void> {
  const buffers = appends.map((append) => append.bytes);
  progress.written = (await handle.writev(buffers)).bytesWritten;
  if (progress.written === bytes) return;
  const whole = Buffer.concat(buffers);
  while (progress.written < bytes) {
    progress.written += (await handle.write(whole, progress.written)).bytesWritten;
  }
}

/** Makes the name of a file that was just created as safe as its content. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

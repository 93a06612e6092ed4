import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { repairTail, type TailKind } from './repair-tail.ts';

/** How an {@link OpenFile} is opened. */
export interface OpenFileOptions {
  readonly path: string;
  /** What is in it, which decides how to repair a torn end that a killed process left behind. */
  readonly tail: TailKind;
  /** True syncs what is written to the disk. */
  readonly isSynced: boolean;
  /** Bytes of a message at most. */
  readonly maxMessageBytes: number;
}

/**
 * Where the path of an open file leads.
 *
 * - `here` to the file
 * - `elsewhere` to nothing or to another file; the open one still has a name, as a rotated log has
 * - `gone` the same, and the open file no longer has a name: its content is lost when this process ends
 */
type PathState = 'here' | 'elsewhere' | 'gone';

/** What {@link OpenFile.look} has seen. */
interface FileLook {
  readonly path: PathState;
  /** True when the file is shorter than what was written to it. */
  readonly isCut: boolean;
  /** True when it is longer: somebody else has written to it. */
  readonly isGrown: boolean;
}

const COPY_BYTES = 1024 * 1024;

/** A file that is open for appending. Nobody else should write to it, or make it shorter. */
export class OpenFile {
  readonly #handle: FileHandle;
  readonly #options: OpenFileOptions;
  /** False for devices and pipes: what these took cannot be looked at again. */
  readonly #isRegular: boolean;
  #end: number;

  private constructor(handle: FileHandle, options: OpenFileOptions, isRegular: boolean, end: number) {
    this.#handle = handle;
    this.#options = options;
    this.#isRegular = isRegular;
    this.#end = end;
  }

  /**
   * Opens or creates the file (mode 0600).
   *
   * @param onRepaired called with what was done to a torn end, in words
   * @throws the error of `node:fs`
   */
  static async open(options: OpenFileOptions, onRepaired: (what: string) => void): Promise<OpenFile> {
    const { path, isSynced } = options;
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
    try {
      const isRegular = (await handle.stat()).isFile();
      if (isRegular) {
        const repaired = await repairTail(handle, options.tail, options.maxMessageBytes);
        if (repaired !== undefined) onRepaired(repaired);
      }
      if (isSynced) await syncDirectory(dirname(path));
      return new OpenFile(handle, options, isRegular, (await handle.stat()).size);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Offset at which the file ends, as far as this process knows. */
  get end(): number {
    return this.#end;
  }

  /**
   * Writes all buffers, or none: what a failed write leaves behind is cut off again.
   *
   * @returns why nothing was written; undefined when everything was
   * @throws if the file holds part of them and cannot be cut
   */
  async append(buffers: readonly Buffer[], bytes: number): Promise<unknown> {
    const progress = { written: 0 };
    try {
      await this.#writeWhole(buffers, bytes, progress);
      this.#end += bytes;
      return undefined;
    } catch (error) {
      if (this.#isRegular && progress.written > 0) {
        const { size } = await this.#handle.stat();
        await this.#handle.truncate(size - progress.written);
      }
      return error;
    }
  }

  /** Brings what was written to the disk, if that was asked for. */
  async sync(): Promise<void> {
    if (this.#options.isSynced && this.#isRegular) await this.#handle.datasync();
  }

  /** Looks at the file and at its path. From then on the file's present end counts. */
  async look(): Promise<FileLook> {
    if (!this.#isRegular) return { path: 'here', isCut: false, isGrown: false };
    const [here, there] = await Promise.all([
      this.#handle.stat({ bigint: true }),
      statOrUndefined(this.#options.path),
    ]);
    const isHere = there !== undefined && there.ino === here.ino && there.dev === here.dev;
    const isCut = here.size < this.#end;
    const isGrown = here.size > this.#end;
    this.#end = Number(here.size);
    return { path: isHere ? 'here' : here.nlink === 0n ? 'gone' : 'elsewhere', isCut, isGrown };
  }

  /** Whether somebody else has written to the file. From then on its present end counts. */
  async hasGrown(): Promise<boolean> {
    if (!this.#isRegular) return false;
    const { size } = await this.#handle.stat();
    const hasGrown = size > this.#end;
    this.#end = size;
    return hasGrown;
  }

  /** Appends what stands in this file from `offset` on to another one. */
  async copyTo(target: OpenFile, offset: number): Promise<void> {
    for (let at = offset; at < this.#end; ) {
      const buffer = Buffer.allocUnsafe(Math.min(COPY_BYTES, this.#end - at));
      const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) throw new Error('the file is shorter than what was written to it');
      const error = await target.append([buffer.subarray(0, bytesRead)], bytesRead);
      if (error !== undefined) throw error as Error;
      at += bytesRead;
    }
    await target.sync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  /** In as many calls as it takes. */
  async #writeWhole(buffers: readonly Buffer[], bytes: number, progress: { written: number }): Promise<void> {
    progress.written = (await this.#handle.writev(buffers)).bytesWritten;
    if (progress.written === bytes) return;
    const whole = Buffer.concat(buffers);
    while (progress.written < bytes) {
      progress.written += (await this.#handle.write(whole, progress.written)).bytesWritten;
    }
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

async function statOrUndefined(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

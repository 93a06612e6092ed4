import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** A directory that is gone after the test. */
export async function temporaryDirectory(test: Pick<TestContext, 'after'>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'heka-'));
  test.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Writes texts as files of a temporary directory and gives their paths, by name. */
export async function writeFiles<N extends string>(
  directory: string,
  files: Readonly<Record<N, string>>,
): Promise<Readonly<Record<N, string>>> {
  const paths: Partial<Record<N, string>> = {};
  for (const name of Object.keys(files) as N[]) {
    const path = join(directory, name);
    await writeFile(path, files[name], { mode: 0o600 });
    paths[name] = path;
  }
  return paths as Record<N, string>;
}

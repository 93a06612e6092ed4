/** Imports a package as it is published, from `dist`, in a process that has done nothing else. */

import { readSettings, report } from '../../harness/workload.ts';

export interface ImportPackageSettings {
  /** Imported in this order; the time of all of them counts. */
  readonly packages: readonly string[];
}

const { packages } = readSettings() as ImportPackageSettings;
const before = process.cpuUsage();
for (const name of packages) await import(name);
const { user, system } = process.cpuUsage(before);
report((user + system) / 1e6);

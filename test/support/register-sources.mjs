// Preloaded with --import: lets worker threads run on TypeScript sources, which `--import tsx` alone does for the
// main thread only.

import { isMainThread } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

if (!isMainThread) register();

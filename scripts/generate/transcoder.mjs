// Compiles packages/core/assembly into packages/core/src/record/pino/lines/transcoder/generated/transcoder-bytes.ts.
// A build does it as well: npm run build

import { relative } from 'node:path';
import { root } from '../workspace.mjs';
import { writeTranscoderModule } from './transcoder-module.mjs';

const path = await writeTranscoderModule();
if (path !== undefined) process.stdout.write(`${relative(root, path)}\n`);

/**
 * The fault suite: receivers in processes of their own that are killed, stopped and cut off while a delivery sends to
 * them, and an oracle that knows every message by its uuid.
 *
 *     npm run test:faults                     full form, under 30 minutes
 *     npm run test:faults -- --reduced        small counts, the same meaning, under 2 minutes
 *     npm run test:faults -- --only kill-tcp  one case, or several by repeating the option; part of a name will do
 *     npm run test:faults -- --seed 7         the same choices again
 *     npm run test:faults -- --only soak      10,000,000 messages, 200 kills: as long as it takes, and only if named
 *     npm run test:faults -- --only soak --messages 1000000 --kills 20
 *     npm run test:faults -- --list           names and what they show
 *     npm run test:faults -- --keep           leaves the files of the receivers
 *
 * Layers: `random` choices, `process` child processes, `oracle` who got what, `receivers`, `proxy`, `producers` the
 * sender under test and the control, `runner` the table, `cases` the faults. The exit code is 1 when a figure is missed.
 */
import '../../scripts/clear-environment.mjs';
import { parseArgs } from 'node:util';
import { allCases } from './cases/index.ts';
import { runCases } from './runner/run-cases.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 0x1_0000_0000)) },
    reduced: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    messages: { type: 'string', default: '10000000' },
    kills: { type: 'string', default: '200' },
  },
});

const chosen = allCases.filter(({ name, onlyByName = false }) =>
  values.only.length === 0 ? values.list || !onlyByName : values.only.some((only) => name.includes(only)),
);
if (values.list) {
  for (const { name, title } of chosen) console.log(`${name.padEnd(24)} ${title}`);
} else if (chosen.length === 0) {
  console.error(`no case is called ${values.only.join(' or ')}; --list shows the names`);
  process.exitCode = 1;
} else {
  const reached = await runCases(chosen, {
    seed: Number(values.seed),
    reduced: values.reduced,
    keep: values.keep,
    soak: { messages: Number(values.messages), kills: Number(values.kills) },
  });
  process.exitCode = reached ? 0 : 1;
}

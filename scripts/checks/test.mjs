/** `npm test`: every check of the repository, cheapest first, and a summary of all. */
import { run } from '../workspace.mjs';

const checks = [
  ['build', 'build'],
  ['lint', 'lint'],
  ['types', 'check:types'],
  ['unit and integration tests', 'test:unit'],
  ['packed packages', 'test:packages'],
  ['faults, reduced', 'test:faults', '--', '--reduced'],
];

const results = checks.map(([title = '', script = '', ...args]) => {
  console.log(`\n== ${title}: npm run ${[script, ...args].join(' ')}`);
  const started = performance.now();
  const passed = run('npm', ['run', '--silent', script, ...args]);
  return { title, passed, seconds: (performance.now() - started) / 1000 };
});

console.log('\n== summary');
for (const { title, passed, seconds } of results) {
  console.log(`${passed ? 'pass' : 'FAIL'}  ${seconds.toFixed(1).padStart(6)} s  ${title}`);
}
const failed = results.filter(({ passed }) => !passed).length;
console.log(
  failed === 0 ? `all ${results.length} checks passed` : `${failed} of ${results.length} checks failed`,
);
process.exitCode = failed === 0 ? 0 : 1;

/** `npm test`: everything that this machine can check, in the order that fails soonest; every step is named. */
import { spawnSync } from 'node:child_process';

interface Step {
  name: string;
  command: string;
  args: string[];
}

const steps: Step[] = [
  { name: 'formatting', command: 'prettier', args: ['--check', '.'] },
  { name: 'types', command: 'tsc', args: ['-b'] },
  { name: 'lint', command: 'eslint', args: ['.'] },
  { name: 'plugin build', command: 'npm', args: ['run', 'build:plugin'] },
  { name: 'unit and integration tests', command: 'vitest', args: ['run', '--coverage'] },
  { name: 'pages in Chromium', command: 'npm', args: ['run', 'e2e'] },
];

const wanted = process.argv.slice(2);
for (const step of steps) {
  if (wanted.length > 0 && !wanted.some((word) => step.name.includes(word))) continue;
  console.log(`\n── ${step.name} ──`);
  const started = Date.now();
  const { status, error } = spawnSync(step.command, step.args, { stdio: 'inherit' });
  if (error) console.error(`cannot start ${step.command}: ${error.message}`);
  if (status !== 0) {
    console.error(`\n${step.name}: failed`);
    process.exit(status ?? 1);
  }
  console.log(`${step.name}: ok in ${Math.round((Date.now() - started) / 1000)} s`);
}

/**
 * `npm test`: everything that this machine can check, in the order that fails soonest; every step is named. Steps of one
 * stage run beside each other, each on one core. `npm test -- WORD …` runs the steps whose name has one of the words.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

interface Step {
  name: string;
  command: string;
  args: string[];
}

const stages: Step[][] = [
  [
    { name: 'formatting', command: 'prettier', args: ['--check', '.'] },
    { name: 'types', command: 'tsc', args: ['-b'] },
  ],
  [
    { name: 'lint', command: 'eslint', args: ['.'] },
    { name: 'plugin build', command: 'npm', args: ['run', 'build:plugin'] },
  ],
  [{ name: 'unit and integration tests', command: 'vitest', args: ['run', '--coverage'] }],
  [{ name: 'pages in Chromium', command: 'npm', args: ['run', 'e2e'] }],
];

const wanted = process.argv.slice(2);
const chosen = stages
  .map((steps) => steps.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word))))
  .filter((steps) => steps.length > 0);
if (chosen.length === 0) {
  const names = stages.flat().map(({ name }) => name);
  console.error(`no step has such a name; there are: ${names.join(', ')}`);
  process.exit(2);
}

for (const steps of chosen) {
  const passed = await Promise.all(steps.map((step) => run(step, steps.length > 1)));
  if (passed.includes(false)) process.exit(1);
}

/** Beside others a step's output waits until its end, so that it stays in one piece. */
async function run({ name, command, args }: Step, besideOthers: boolean): Promise<boolean> {
  const title = `\n── ${name} ──`;
  if (!besideOthers) console.log(title);
  const started = Date.now();
  const shown = besideOthers ? 'pipe' : 'inherit';
  const child = spawn(command, args, { stdio: ['inherit', shown, shown] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(chunk));
  let code: number | null;
  try {
    [code] = (await once(child, 'close')) as [number | null];
  } catch (error) {
    output.push(Buffer.from(`cannot start ${command}: ${error instanceof Error ? error.message : String(error)}\n`));
    code = 1;
  }
  if (besideOthers) console.log(title);
  process.stdout.write(Buffer.concat(output));
  if (code === 0) console.log(`${name}: ok in ${Math.round((Date.now() - started) / 1000)} s`);
  else console.error(`\n${name}: failed`);
  return code === 0;
}

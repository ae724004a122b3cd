// Runs forge with the project's settings, wherever npm was started. Exit code 3: there is no forge here.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const NO_FORGE = 3;

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @param {string[]} args
 * @param {import('node:child_process').StdioOptions} stdio
 * @returns {number} forge's exit code, or NO_FORGE
 */
export function forge(args, stdio = 'inherit') {
  const run = spawnSync('forge', args, {
    // The compiler's path in foundry.toml counts from here, and OpenZeppelin must lie below the root.
    cwd: root,
    stdio,
    env: {
      ...process.env,
      FOUNDRY_CONFIG: `${root}beacon/contracts/foundry.toml`,
      PATH: `${root}node_modules/.bin:${process.env.PATH ?? ''}`,
    },
  });
  if (run.error === undefined) return run.status ?? 1;
  if (run.error.code !== 'ENOENT') throw run.error;
  console.error('forge is not installed: see docs/development/contract.md');
  return NO_FORGE;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = forge(process.argv.slice(2));

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { RUNBOOKS } from './testing/folders.ts';

const REPOSITORY = join(import.meta.dirname, '..');

const PROGRAMS: Readonly<Record<string, string>> = {
  'noderr-agent': 'agent/src/main.ts',
  'noderr-hub': 'hub/src/main.ts',
  noderr: 'beacon/src/cli/main.ts',
};

/** Each command of ours in a runbook, once. */
const COMMANDS = [
  ...new Set(
    readdirSync(RUNBOOKS).flatMap((name) => {
      const text = readFileSync(join(RUNBOOKS, name), 'utf8').replace(/\s+/g, ' ');
      return [...text.matchAll(/`((?:noderr|noderr-agent|noderr-hub) [^`]+)`/g)].flatMap(
        ([, command]) => command ?? [],
      );
    }),
  ),
];

it('name at least the commands that everybody needs', () => {
  expect(COMMANDS).toEqual(
    expect.arrayContaining(['noderr-agent doctor', 'noderr-agent status', 'noderr-agent retry']),
  );
});

it.each(COMMANDS)('there is `%s`', async (command) => {
  const [program = '', ...words] = command.split(' ');
  const options = words.filter((word) => word.startsWith('--'));
  const beginsAt = words.findIndex((word) => /^[-<]/.test(word));
  const subcommands = beginsAt < 0 ? words : words.slice(0, beginsAt);
  if (options.length === 0) {
    expect(await helpOf(program, subcommands.slice(0, -1))).toMatch(new RegExp(`^  ${subcommands.at(-1) ?? ''} `, 'm'));
    return;
  }
  const help = await helpOf(program, subcommands);
  expect(help).toMatch(new RegExp(`^Usage: ${[program, ...subcommands].join(' ')} `));
  for (const option of options) expect(help).toMatch(new RegExp(`^  (-\\w, )?${option}( |$)`, 'm'));
});

const asked = new Map<string, Promise<string>>();

/** What a program says of itself or of a subcommand, asked once. */
function helpOf(program: string, subcommands: readonly string[]): Promise<string> {
  const key = [program, ...subcommands].join(' ');
  const args = [join(REPOSITORY, PROGRAMS[program] ?? ''), ...subcommands, '--help'];
  const help = asked.get(key) ?? promisify(execFile)(process.execPath, args).then(({ stdout }) => stdout);
  asked.set(key, help);
  return help;
}

import { readFileSync } from 'node:fs';
import { AGENT_STATE_NAMES, ENVIRONMENT_FAULTS, RELEASE_FAULTS } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { DROP_REASONS } from '../telemetry/drop-reason.ts';
import { type CommandDeps } from './command-deps.ts';
import { EXIT } from './exit-code.ts';
import { createProgram } from './program.ts';

const page = readFileSync(new URL('../../../docs/usage/agent.md', import.meta.url), 'utf8');
const nothing = (): undefined => undefined;
const deps = { env: {}, stdout: nothing, stderr: nothing } as unknown as CommandDeps;
const program = createProgram(deps, nothing);
const commands = program.commands.flatMap((command) => [command, ...command.commands]);

function rowsOf(words: readonly string[]): string[] {
  return words.filter((word) => !new RegExp(`^\\| \`${word}\`? `, 'm').test(page));
}

describe("the operator's page", () => {
  it('has a row for every state and every failure code', () => {
    expect(rowsOf(AGENT_STATE_NAMES)).toEqual([]);
    expect(rowsOf([...RELEASE_FAULTS, ...ENVIRONMENT_FAULTS])).toEqual([]);
  });

  it('has a row for every reason for which telemetry is given up', () => {
    expect(rowsOf(DROP_REASONS)).toEqual([]);
  });

  it('has a row for every command and every exit code', () => {
    const names = program.commands.flatMap((command) =>
      command.commands.length === 0
        ? [command.name()]
        : command.commands.map((child) => `${command.name()} ${child.name()}`),
    );
    expect(names.filter((name) => !page.includes(`| \`${name}`))).toEqual([]);
    for (const code of Object.values(EXIT)) expect(page).toMatch(new RegExp(`^\\| ${code} +\\|`, 'm'));
  });

  it('names no option that does not exist', () => {
    const known = new Set([program, ...commands].flatMap((command) => command.options.map(({ long }) => long)));
    const own = page.replace(/^ExecStart=.*|^sudo (install|ln|useradd|systemctl).*|^`systemctl.*/gm, '');
    const named = new Set(own.match(/(?<=[`\s(])--[a-z][a-z-]+/g));
    expect([...named].filter((option) => !known.has(option))).toEqual([]);
  });
});

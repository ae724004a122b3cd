import { readFile } from 'node:fs/promises';
import { type Command } from 'commander';
import { expect, test } from 'vitest';
import { EXIT } from './cli-error.ts';
import { createProgram } from './program.ts';

const doc = await readFile(new URL('../../../docs/usage/publisher.md', import.meta.url), 'utf8');
const { commands } = createProgram({
  streams: { stdout: () => undefined, stderr: () => undefined },
  signal: new AbortController().signal,
  defaultStateFile: '',
  endWith: () => undefined,
});
const all = commands.flatMap(withInner);

/** A command and those in it. */
function withInner(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withInner)];
}

test('The publisher’s page names every command and every exit code', () => {
  for (const command of all) expect(doc, command.name()).toMatch(new RegExp(`\\b${command.name()}\\b`));
  for (const code of Object.values(EXIT)) expect(doc).toMatch(new RegExp(`^\\| ${code} +\\|`, 'm'));
});

test('Every option that the publisher’s page names exists', () => {
  const known = new Set(all.flatMap((command) => command.options.map((option) => option.long)));
  known.add('--help');
  const named = new Set(doc.match(/(?<=[`\s(])--[a-z][a-z-]+/g));
  // Of noderr-hub.
  named.delete('--read');
  expect([...named].filter((option) => !known.has(option))).toEqual([]);
});

test('Every option has a sentence', () => {
  for (const command of all) {
    for (const option of command.options)
      expect(option.description, `${command.name()} ${option.long ?? ''}`).not.toBe('');
  }
});

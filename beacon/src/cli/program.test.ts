import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { EXIT } from './cli-error.ts';
import { createProgram } from './program.ts';

const doc = await readFile(new URL('../../../docs/usage/publisher.md', import.meta.url), 'utf8');
const { commands } = createProgram({
  streams: { stdout: () => undefined, stderr: () => undefined },
  signal: new AbortController().signal,
  defaultStateFile: '',
});

test('The publisher’s page names every command and every exit code', () => {
  for (const command of commands) expect(doc, command.name()).toMatch(new RegExp(`\\b${command.name()}\\b`));
  for (const code of Object.values(EXIT)) expect(doc).toMatch(new RegExp(`^\\| ${code} +\\|`, 'm'));
});

test('Every option that the publisher’s page names exists', () => {
  const known = new Set(commands.flatMap((command) => command.options.map((option) => option.long)));
  known.add('--help');
  const named = new Set(doc.match(/(?<=[`\s(])--[a-z][a-z-]+/g));
  // Of noderr-hub.
  named.delete('--read');
  expect([...named].filter((option) => !known.has(option))).toEqual([]);
});

test('Every option has a sentence', () => {
  for (const command of commands) {
    for (const option of command.options)
      expect(option.description, `${command.name()} ${option.long ?? ''}`).not.toBe('');
  }
});

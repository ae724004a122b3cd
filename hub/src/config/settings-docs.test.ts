import { readFileSync } from 'node:fs';
import { envExample, optionDocs, settingsTable } from '@noderr/settings';
import { describe, expect, it } from 'vitest';
import { naming, options } from './options.ts';

const docs = optionDocs(options, naming.envPrefix);

/** Prettier pads tables. */
function squeezed(text: string): string {
  return text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
}

describe('the documents of the settings (write them anew with `npm run docs:settings -w hub`)', () => {
  it('hold the table of all options', () => {
    const page = readFileSync(new URL('../../../docs/usage/hub-settings.md', import.meta.url), 'utf8');
    expect(squeezed(page)).toContain(squeezed(settingsTable(docs)));
  });

  it('have an .env.example with every option', () => {
    expect(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')).toBe(envExample(docs));
  });

  it('have a sentence for every option', () => {
    for (const { name, sentence } of docs) expect(sentence, name).toMatch(/^\W?[A-Z].*\.$/);
  });
});

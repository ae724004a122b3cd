import { readFileSync } from 'node:fs';
import { envExample, optionDocs, settingsTable } from '@noderr/settings';
import { describe, expect, it } from 'vitest';
import { ENV_PREFIX, options } from './options.ts';

const docs = optionDocs(options, ENV_PREFIX);

/** Prettier pads tables. */
function squeezed(text: string): string {
  return text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
}

describe("the documents of the agent's settings (write them anew with `npm run docs:settings -w agent`)", () => {
  it('hold the table of all options', () => {
    const page = readFileSync(new URL('../../../docs/usage/agent-settings.md', import.meta.url), 'utf8');
    expect(squeezed(page)).toContain(squeezed(settingsTable(docs)));
  });

  it('have an .env.example with every option', () => {
    expect(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')).toBe(envExample(docs));
  });

  it("name all nine settings of the customer's AutoUpdaterConfig", () => {
    const nine = [
      'versionBeaconAddress',
      'rpcEndpoint',
      'checkInterval',
      'nodeTier',
      'nodeId',
      'dockerRegistry',
      'healthCheckUrl',
      'rollbackTimeout',
      'autoUpdateEnabled',
    ];
    expect(docs.map((doc) => doc.name)).toEqual(expect.arrayContaining(nine));
  });
});

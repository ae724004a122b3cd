import { type Address } from '@noderr/protocol';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { enrolCommand } from './enrol-command.ts';

const facts = {
  token: 'njt_abc',
  tier: 'ORACLE',
  hubUrl: 'https://hub.example.org',
  chainId: 1,
  beacon: '0x00000000000000000000000000000000000000aa' as Address,
} as const;

describe('enrolCommand', () => {
  it('names everything that the agent must know from us', () => {
    const command = enrolCommand(facts);
    for (const value of ['njt_abc', 'ORACLE', 'https://hub.example.org', 'CHAIN_ID=1 ', facts.beacon]) {
      expect(command).toContain(value);
    }
  });

  it('lets no value be more than a value', () => {
    const evil = `https://hub/$(id)'; echo broken; '`;
    const line = enrolCommand({ ...facts, hubUrl: evil })
      .split('\n')
      .find((one) => one.startsWith('NODERR_AGENT_HUB_URL'));
    const shown = execFileSync('sh', [
      '-c',
      `${(line ?? '').replace(/ \\$/, '')} sh -c 'printf %s "$NODERR_AGENT_HUB_URL"'`,
    ]);
    expect(shown.toString()).toBe(evil);
  });
});

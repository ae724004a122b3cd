import { type Address } from '@noderr/protocol';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { enrolCommand, parseHubUrl } from './enrol-command.ts';

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

describe('parseHubUrl', () => {
  it('takes http and https without a trailing slash', () => {
    expect(parseHubUrl(' https://hub.example.org/ ')).toBe('https://hub.example.org');
    expect(parseHubUrl('http://127.0.0.1:8080')).toBe('http://127.0.0.1:8080');
  });

  it.each(['', 'hub.example.org', 'ftp://hub', 'https://user:pass@hub', 'https://hub/?a=b', 'javascript:alert(1)'])(
    'refuses %s',
    (text) => {
      expect(parseHubUrl(text)).toBeNull();
    },
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGENT_STATE_NAMES, AgentState } from './agent-state.ts';
import { Plan } from './plan.ts';
import { hexOfOciDigest, ociDigest, Repository } from './release.ts';
import { compareVersions, packVersion, unpackVersion, Version } from './version.ts';

describe('versions', () => {
  const version = fc
    .tuple(fc.nat(2 ** 24 - 1), fc.nat(2 ** 20 - 1), fc.nat(2 ** 20 - 1))
    .map((parts) => Version.parse(parts.join('.')));

  it('survive the way to the contract and back, and order as their packed numbers do', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(unpackVersion(packVersion(a))).toBe(a);
        expect(Math.sign(compareVersions(a, b))).toBe(
          packVersion(a) < packVersion(b) ? -1 : packVersion(a) > packVersion(b) ? 1 : 0,
        );
      }),
    );
  });

  it.each(['1.2', '1.2.3-rc.1', '01.2.3', '1.2.3+b', '16777216.0.0', '1.1048576.0', 'v1.2.3'])('refuse %s', (text) => {
    expect(Version.safeParse(text).success).toBe(false);
  });
});

describe('plans', () => {
  const legal = { canaryBps: 500, cohortBps: 2500, cohortDelay: 18_000, gated: true, salt: `0x${'0'.repeat(64)}` };

  it.each([
    ['more than 20 cohorts', { ...legal, cohortBps: 499 }],
    ['longer than 30 days', { ...legal, cohortDelay: 700_000 }],
    ['an empty canary', { ...legal, canaryBps: 0 }],
  ])('refuse %s', (_, plan) => {
    expect(Plan.safeParse(legal).success).toBe(true);
    expect(Plan.safeParse(plan).success).toBe(false);
  });
});

describe('names', () => {
  it.each(['host.example:5000/a', '/a', 'a//b', 'A/b', '../a'])('refuse the repository %s', (name) => {
    expect(Repository.safeParse(name).success).toBe(false);
  });

  it('carry digests between chain and registry', () => {
    const digest = `sha256:${'ab'.repeat(32)}`;
    expect(ociDigest(hexOfOciDigest(digest))).toBe(digest);
    expect(() => hexOfOciDigest('sha512:00')).toThrow(/sha256/);
  });

  it('list every state of the agent once', () => {
    expect(AgentState.options.map((option) => option.shape.name.value)).toEqual([...AGENT_STATE_NAMES]);
  });
});

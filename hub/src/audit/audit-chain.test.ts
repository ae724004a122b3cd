import { describe, expect, it } from 'vitest';
import { type AuditEntry, type Ms } from '@noderr/protocol';
import { checkChain, EMPTY_CHAIN } from './audit-chain.ts';
import { auditHash, canonicalJson, GENESIS } from './audit-hash.ts';

function chainOf(count: number): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let n = 1; n <= count; n += 1) {
    const open = {
      n,
      at: (1000 + n) as Ms,
      actor: { kind: 'user' as const, name: 'ada' },
      action: 'intent.confirmed',
      tier: 'ORACLE' as const,
      subject: `s${n}`,
      reason: '',
      intentId: null,
      transaction: null,
      seqBefore: null,
      seqAfter: null,
      previous: entries.at(-1)?.hash ?? GENESIS,
    };
    entries.push({ ...open, hash: auditHash(open) });
  }
  return entries;
}

describe('the audit chain', () => {
  it('holds for untouched entries, also when checked in parts', () => {
    const entries = chainOf(5);
    const whole = checkChain(EMPTY_CHAIN, entries);
    expect(whole).toMatchObject({ length: 5, brokenAt: null });
    expect(checkChain(checkChain(EMPTY_CHAIN, entries.slice(0, 2)), entries.slice(2))).toEqual(whole);
  });

  it('is broken at the entry that was edited', () => {
    const entries = chainOf(5).map((entry) => (entry.n === 3 ? { ...entry, reason: 'nothing happened' } : entry));
    expect(checkChain(EMPTY_CHAIN, entries).brokenAt).toBe(3);
  });

  it('is broken after the entry that was edited together with its hash', () => {
    const entries = chainOf(5).map((entry) => {
      if (entry.n !== 3) return entry;
      const edited = { ...entry, actor: { kind: 'user' as const, name: 'bob' } };
      return { ...edited, hash: auditHash(edited) };
    });
    expect(checkChain(EMPTY_CHAIN, entries).brokenAt).toBe(4);
  });

  it('is broken where an entry was taken out or two changed places', () => {
    const entries = chainOf(5);
    expect(checkChain(EMPTY_CHAIN, entries.toSpliced(1, 1)).brokenAt).toBe(2);
    const swapped = [entries[0], entries[2], entries[1]].filter((entry) => entry !== undefined);
    expect(checkChain(EMPTY_CHAIN, swapped).brokenAt).toBe(2);
  });
});

describe('canonical JSON', () => {
  it('does not depend on the order in which keys were set', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}');
  });
});

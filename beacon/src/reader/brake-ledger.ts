import { type ChainView, type Tier } from '@noderr/protocol';
import { BAR_MS, judgeClaim, type PendingClaim } from './brake-claims.ts';
import { type BrakeClaim } from './chain-reading.ts';

/** Remembers, per endpoint, the claim that finality has still to judge, and who lost the right to claim. */
export interface BrakeLedger {
  /** Judges what is pending of a tier; call it before asking the endpoints. */
  judge(final: ChainView, now: number): void;
  isBarred(host: string, now: number): boolean;
  /** When the endpoint began to claim; a claim that changes its words does not begin anew. */
  since(tier: Tier, host: string, now: number): number;
  note(tier: Tier, claims: readonly BrakeClaim[], finalSeq: number, quorum: number): void;
  barred(now: number): { host: string; until: number }[];
}

export function createBrakeLedger(): BrakeLedger {
  const pending = new Map<string, PendingClaim>();
  const bars = new Map<string, number>();
  const keyOf = (tier: Tier, host: string): string => `${tier} ${host}`;

  return {
    judge(final, now) {
      for (const [key, entry] of pending) {
        if (entry.claim.directive.tier !== final.directive.tier) continue;
        const judgement = judgeClaim(entry, final, now);
        if (judgement === 'open') continue;
        pending.delete(key);
        if (judgement === 'false') bars.set(entry.claim.host, now + BAR_MS);
      }
    },
    isBarred: (host, now) => (bars.get(host) ?? 0) > now,
    since: (tier, host, now) => pending.get(keyOf(tier, host))?.claim.since ?? now,
    note(tier, claims, finalSeq, quorum) {
      for (const claim of claims) {
        const same = claims.filter((other) => other.directive.headHash === claim.directive.headHash);
        const key = keyOf(tier, claim.host);
        const before = pending.get(key);
        const shared = same.length >= quorum && quorum > 1;
        if (!before) pending.set(key, { claim, finalSeq, shared });
        else if (shared) before.shared = true;
      }
    },
    barred: (now) => [...bars].filter(([, until]) => until > now).map(([host, until]) => ({ host, until })),
  };
}

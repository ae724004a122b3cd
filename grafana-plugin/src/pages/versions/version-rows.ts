import type { NodeTier, ReleaseId, TierCard, Version } from '@noderr/protocol';

export type VersionRole = 'target' | 'baseline' | 'both' | 'allowed' | 'stray' | 'none';

export interface VersionRow {
  tier: NodeTier;
  releaseId: ReleaseId;
  version: Version | null;
  nodes: number;
  /** 0…1 of the tier's nodes. */
  share: number;
  role: VersionRole;
}

/** One row a tier and version, newest version first. */
export function versionRows(tiers: readonly TierCard[]): VersionRow[] {
  return tiers.flatMap((card) => {
    const whole = card.versions.reduce((sum, { nodes }) => sum + nodes, 0);
    return [...card.versions]
      .sort((a, b) => b.releaseId - a.releaseId)
      .map(({ releaseId, version, nodes, allowed }) => ({
        tier: card.tier,
        releaseId,
        version,
        nodes,
        share: nodes / Math.max(1, whole),
        role: roleOf(card, releaseId, allowed),
      }));
  });
}

function roleOf(card: TierCard, releaseId: number, allowed: boolean): VersionRole {
  if (releaseId === 0) return 'none';
  const target = card.target?.id === releaseId;
  const baseline = card.baseline?.id === releaseId;
  if (target) return baseline ? 'both' : 'target';
  if (baseline) return 'baseline';
  return allowed ? 'allowed' : 'stray';
}

/** Nodes that run what the tier moves to, and nodes that run what the plan does not allow. */
export function versionTotals(card: TierCard): { nodes: number; onTarget: number; strays: number } {
  const count = (fits: (share: TierCard['versions'][number]) => boolean): number =>
    card.versions.filter(fits).reduce((sum, { nodes }) => sum + nodes, 0);
  return {
    nodes: count(() => true),
    onTarget: count(({ releaseId }) => releaseId !== 0 && releaseId === card.target?.id),
    strays: count(({ allowed }) => !allowed),
  };
}

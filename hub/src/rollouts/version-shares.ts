import { type Directive, type Release, type ReleaseId, type Version, type VersionShare } from '@noderr/protocol';
import { type FleetNode } from '../fleet/fleet.ts';

/** Releases that the directive lets a node run now: target, baseline and the stones on the way to either. */
export function allowedReleases(
  directive: Pick<Directive, 'kind' | 'target' | 'baseline'> | null,
  releases: ReadonlyMap<ReleaseId, Release>,
): ReadonlySet<ReleaseId> {
  const allowed = new Set<ReleaseId>();
  if (!directive || directive.kind === 'none') return allowed.add(0 as ReleaseId);
  for (const end of [directive.target, directive.baseline]) {
    for (let id = end; id > 0 && !allowed.has(id); id = releases.get(id)?.minFrom ?? (0 as ReleaseId)) allowed.add(id);
  }
  // Before a first release is through, nodes may still run what they had.
  if (directive.baseline === 0) allowed.add(0 as ReleaseId);
  return allowed;
}

/** How many nodes run which version, newest release first. */
export function versionShares(
  nodes: readonly FleetNode[],
  releases: ReadonlyMap<ReleaseId, Release>,
  allowed: ReadonlySet<ReleaseId>,
): VersionShare[] {
  const counts = new Map<string, VersionShare>();
  for (const { heartbeat } of nodes) {
    if (!heartbeat) continue;
    const version = versionOf(heartbeat.committed, heartbeat.version, releases);
    const key = `${heartbeat.committed}/${version ?? ''}`;
    const share = counts.get(key);
    if (share) share.nodes += 1;
    else {
      counts.set(key, {
        releaseId: heartbeat.committed,
        version,
        nodes: 1,
        allowed: allowed.has(heartbeat.committed),
      });
    }
  }
  return [...counts.values()].sort((a, b) => b.releaseId - a.releaseId || b.nodes - a.nodes);
}

/** The chain's word for a release's version; the node's own where the chain has none. */
export function versionOf(
  id: ReleaseId,
  reported: Version | null,
  releases: ReadonlyMap<ReleaseId, Release>,
): Version | null {
  return releases.get(id)?.version ?? reported;
}

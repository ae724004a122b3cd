import { type Address, type Bps, type Hex32, type ReleaseId, type Sec } from '../brands.ts';
import { type Plan } from '../plan.ts';
import { type Release } from '../release.ts';
import { type Version } from '../version.ts';

const ZERO = `0x${'0'.repeat(64)}` as Hex32;

export const gatedPlan: Plan = {
  canaryBps: 500 as Bps,
  cohortBps: 2500 as Bps,
  cohortDelay: 100 as Sec,
  gated: true,
  salt: ZERO,
};

export function makeRelease(over: Partial<Release> = {}): Release {
  return {
    tier: 'ALL',
    id: 2 as ReleaseId,
    version: '1.1.0' as Version,
    minFrom: 0 as ReleaseId,
    data: 'compatible',
    plan: gatedPlan,
    notesUri: '',
    publishedAt: 1000 as Sec,
    publisher: `0x${'1'.repeat(40)}` as Address,
    revoked: false,
    contentHash: ZERO,
    components: [{ service: 'node', repository: 'noderr/node', digest: ZERO }],
    ...over,
  };
}

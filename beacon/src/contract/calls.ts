import {
  type Address,
  type Component,
  type DataPolicy,
  DATA_POLICIES,
  type Hex32,
  type Plan,
  packVersion,
  type ReleaseId,
  type Seq,
  type Tier,
  type Version,
} from '@noderr/protocol';
import { encodeCall } from './beacon-abi.ts';
import { tierIndex } from './chain-view-of.ts';
import { hexOfText, type HexData, keccakOfText } from './hex.ts';

/** What a publisher announces; ids and times come from the contract. */
export interface Publication {
  tier: Tier;
  version: Version;
  minFrom: ReleaseId;
  data: DataPolicy;
  plan: Plan;
  spreadS: number;
  notesUri: string;
  components: Component[];
}

export const ROLES = ['PUBLISHER', 'GUARDIAN', 'OPERATOR'] as const;
export type Role = (typeof ROLES)[number];

export function publishCall(publication: Publication, expectedSeq: Seq, promote: boolean): HexData {
  const { tier, version, minFrom, data, plan, spreadS, notesUri, components } = publication;
  return encodeCall('publish', {
    publication: {
      tier: tierIndex(tier),
      version: packVersion(version),
      minFrom: BigInt(minFrom),
      data: BigInt(DATA_POLICIES.indexOf(data)),
      plan: {
        canaryBps: BigInt(plan.canaryBps),
        cohortBps: BigInt(plan.cohortBps),
        cohortDelay: BigInt(plan.cohortDelay),
        gated: plan.gated,
        salt: plan.salt,
      },
      spread: BigInt(spreadS),
      notesUri: hexOfText(notesUri),
      components: components.map(({ service, repository, digest }) => ({
        service: hexOfText(service),
        repository: hexOfText(repository),
        digest,
      })),
    },
    expectedSeq: BigInt(expectedSeq),
    promote,
  });
}

/** A GUARDIAN may pass 0 for whatever rollout is current. */
export function pauseCall(tier: Tier, expectedRollout: Seq, reason: string): HexData {
  return encodeCall('pause', { ...tierAnd(tier, { expectedRollout }), reason: hexOfText(reason) });
}

export function resumeCall(tier: Tier, expectedSeq: Seq, reason: string): HexData {
  return encodeCall('resume', { ...tierAnd(tier, { expectedSeq }), reason: hexOfText(reason) });
}

export function openCall(tier: Tier, cohort: number, expectedRollout: Seq): HexData {
  return encodeCall('open', tierAnd(tier, { cohort, expectedRollout }));
}

export function rollbackCall(tier: Tier, to: ReleaseId, expectedRollout: Seq, reason: string): HexData {
  return encodeCall('rollback', { ...tierAnd(tier, { to, expectedRollout }), reason: hexOfText(reason) });
}

export function revokeCall(tier: Tier, id: ReleaseId, expectedSeq: Seq, reason: string): HexData {
  return encodeCall('revoke', { ...tierAnd(tier, { id, expectedSeq }), reason: hexOfText(reason) });
}

export function raiseFloorCall(tier: Tier, floor: ReleaseId, expectedSeq: Seq): HexData {
  return encodeCall('raiseFloor', tierAnd(tier, { floor, expectedSeq }));
}

export function setTrustCall(tier: Tier, version: number, digest: Hex32, expectedSeq: Seq): HexData {
  return encodeCall('setTrust', { ...tierAnd(tier, { version, expectedSeq }), digest });
}

export function grantRoleCall(role: Role, account: Address): HexData {
  return encodeCall('grantRole', { role: keccakOfText(role), account });
}

export function revokeRoleCall(role: Role, account: Address): HexData {
  return encodeCall('revokeRole', { role: keccakOfText(role), account });
}

function tierAnd(tier: Tier, numbers: Record<string, number>): Record<string, bigint> {
  const rest = Object.entries(numbers).map(([name, value]) => [name, BigInt(value)] as const);
  return { tier: tierIndex(tier), ...Object.fromEntries(rest) };
}

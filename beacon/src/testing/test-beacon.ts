import { type Address, Components, type Hex32, Plan, ReleaseId, Seq, type Tier, Version } from '@noderr/protocol';
import { z } from 'zod';
import {
  grantRoleCall,
  openCall,
  pauseCall,
  type Publication,
  publishCall,
  resumeCall,
  revokeCall,
  rollbackCall,
  type Role,
} from '../contract/calls.ts';
import { directiveOf, tierIndex } from '../contract/chain-view-of.ts';
import { encodeCall } from '../contract/beacon-abi.ts';
import { deployData } from '../contract/deploy-data.ts';
import { type Deployment } from '../contract/deployment.ts';
import { HexData } from '../contract/hex.ts';
import { readDeployment } from '../contract/read-deployment.ts';
import { createJsonRpcClient } from '../rpc/json-rpc-client.ts';
import { type Anvil, minedReceipt, sendUnlocked } from './anvil.ts';

export interface TestRelease {
  tier?: Tier;
  version?: string;
  minFrom?: number;
  data?: Publication['data'];
  /** An open-at-once plan of one canary cohort of 100 % unless told. */
  plan?: Partial<{ canaryBps: number; cohortBps: number; cohortDelay: number; gated: boolean; salt: string }>;
  spreadS?: number;
  notesUri?: string;
  components?: { service: string; repository: string; digest: string }[];
  promote?: boolean;
}

/** A contract on an anvil, steered by the chain's unlocked accounts; each call returns when it is in a block. */
export interface TestBeacon {
  readonly deployment: Deployment;
  readonly roles: { admin: Address; publisher: Address; guardian: Address; operator: Address };
  publish(release?: TestRelease): Promise<Hex32>;
  pause(tier?: Tier, reason?: string): Promise<Hex32>;
  guardianPause(tier?: Tier, reason?: string): Promise<Hex32>;
  resume(tier?: Tier, reason?: string): Promise<Hex32>;
  open(cohort: number, tier?: Tier): Promise<Hex32>;
  rollback(to: number, tier?: Tier, reason?: string): Promise<Hex32>;
  revoke(id: number, tier?: Tier): Promise<Hex32>;
  grant(role: Role, account: Address): Promise<Hex32>;
}

const ALL_AT_ONCE = { canaryBps: 10_000, cohortBps: 10_000, cohortDelay: 0, gated: false };

export async function deployTestBeacon(anvil: Anvil): Promise<TestBeacon> {
  const client = createJsonRpcClient({ url: anvil.url });
  const [admin, publisher, guardian, operator] = anvil.accounts;
  if (!admin || !publisher || !guardian || !operator) throw new Error('anvil has too few accounts');
  const created = await sendUnlocked(anvil, { from: admin, data: deployData(admin, 0) });
  await minedReceipt(anvil, created);
  const deployment = await readDeployment(client, created);
  const { beacon } = deployment;

  async function send(from: Address, data: HexData): Promise<Hex32> {
    // The estimate of anvil falls short where the call clears storage: its refund comes after the gas was needed.
    const hash = await sendUnlocked(anvil, { from, to: beacon, data, gas: '0x2dc6c0' });
    await minedReceipt(anvil, hash);
    return hash;
  }

  async function head(tier: Tier): Promise<{ seq: Seq; rolloutId: Seq }> {
    const call = { to: beacon, data: encodeCall('directive', { tier: tierIndex(tier) }) };
    return directiveOf(HexData.parse(z.string().parse(await anvil.rpc('eth_call', call, 'latest'))), tier);
  }

  await send(admin, grantRoleCall('PUBLISHER', publisher));
  await send(admin, grantRoleCall('GUARDIAN', guardian));
  await send(admin, grantRoleCall('OPERATOR', operator));

  return {
    deployment,
    roles: { admin, publisher, guardian, operator },
    async publish(release = {}) {
      const tier = release.tier ?? 'ALL';
      const { seq } = await head(tier);
      return send(publisher, publishCall(publicationOf(release, tier, seq), seq, release.promote ?? false));
    },
    async pause(tier = 'ALL', reason = 'test') {
      return send(operator, pauseCall(tier, (await head(tier)).rolloutId, reason));
    },
    guardianPause: (tier = 'ALL', reason = 'test') => send(guardian, pauseCall(tier, Seq.parse(0), reason)),
    async resume(tier = 'ALL', reason = 'test') {
      return send(operator, resumeCall(tier, (await head(tier)).seq, reason));
    },
    async open(cohort, tier = 'ALL') {
      return send(operator, openCall(tier, cohort, (await head(tier)).rolloutId));
    },
    async rollback(to, tier = 'ALL', reason = 'test') {
      return send(operator, rollbackCall(tier, ReleaseId.parse(to), (await head(tier)).rolloutId, reason));
    },
    async revoke(id, tier = 'ALL') {
      return send(publisher, revokeCall(tier, ReleaseId.parse(id), (await head(tier)).seq, 'test'));
    },
    grant: (role, account) => send(admin, grantRoleCall(role, account)),
  };
}

/** Versions rise with the seq unless told. */
function publicationOf(release: TestRelease, tier: Tier, seq: Seq): Publication {
  return {
    tier,
    version: Version.parse(release.version ?? `1.${seq}.0`),
    minFrom: ReleaseId.parse(release.minFrom ?? 0),
    data: release.data ?? 'compatible',
    plan: Plan.parse({ ...ALL_AT_ONCE, salt: `0x${'5a'.repeat(32)}`, ...release.plan }),
    spreadS: release.spreadS ?? 0,
    notesUri: release.notesUri ?? '',
    components: Components.parse(
      release.components ?? [{ service: 'node', repository: 'noderr/node', digest: `0x${'d1'.repeat(32)}` }],
    ),
  };
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openIdentity } from '@noderr/agent';
import { type NodeTier } from '@noderr/protocol';
import { demoTemplate } from '../demo-node/template.ts';
import { writeJoinToken } from '../services/hub.ts';
import { writeJson } from '../run/atomic-file.ts';
import { type RunFolder } from '../run/run-folder.ts';
import { type Addresses } from '../addresses.ts';
import { type FleetNode } from './fleet-node.ts';
import { checkIntervalOf } from './pace.ts';

export interface NodePlan {
  name: string;
  tier: NodeTier;
  /** Put before the container's name, so that two stacks share a Docker daemon. */
  prefix: string;
  chainId: number;
  beacon: string;
  hubSettingsFile: string;
  /** Where Docker answers, null where the node runs as processes. */
  dockerEndpoint: string | null;
  /** Docker network of its containers; default Docker's own bridge. */
  network?: string;
  rollbackTimeoutMs: number;
  /** Nodes of the whole fleet, which all run on this machine. */
  fleetSize: number;
  /** Origin of the hub's ingest listener; null or absent where the hub has none: then nothing is shipped. */
  ingestUrl?: string | null;
}

/** Writes a node's key, template, join token and settings, once; what is there stays. */
export async function prepareNode(run: RunFolder, addresses: Addresses, plan: NodePlan): Promise<FleetNode> {
  const { name, tier } = plan;
  const stateDir = run.folder('nodes', name);
  const { nodeId } = openIdentity(join(stateDir, 'node.key'));
  const settingsFile = join(stateDir, 'settings.json');
  const joinTokenFile = join(stateDir, 'join-token');
  if (!existsSync(joinTokenFile)) await writeJoinToken(plan.hubSettingsFile, tier, joinTokenFile);
  const templateFile = join(stateDir, 'template.json');
  const { network } = plan;
  writeJson(templateFile, [
    { ...demoTemplate(`${plan.prefix}-${name}`), ...(network === undefined ? {} : { network }) },
  ]);
  writeJson(settingsFile, {
    versionBeaconAddress: plan.beacon,
    chainId: plan.chainId,
    rpcEndpoints: [addresses.chain],
    deploymentFile: addresses.deploymentFile,
    nodeTier: tier,
    nodeName: name,
    dockerRegistry: new URL(addresses.registry).host,
    hubUrl: addresses.hub,
    joinTokenFile,
    stateDir,
    templateFile,
    ...(plan.ingestUrl == null ? {} : { ingestUrl: plan.ingestUrl }),
    ...(plan.dockerEndpoint === null ? {} : { dockerEndpoint: plan.dockerEndpoint }),
    trustedKeyFiles: addresses.keys.signingKeyFiles.map((file) => `${file}.pub`),
    signatureThreshold: addresses.keys.signingKeyFiles.length,
    checkInterval: checkIntervalOf(plan.fleetSize),
    rollbackTimeout: plan.rollbackTimeoutMs,
    soakMs: 3000,
    metricsPort: 0,
  });
  return { name, nodeId, tier, settingsFile, stateDir };
}

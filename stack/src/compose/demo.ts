import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Deployment } from '@noderr/beacon';
import { ReleaseId, Version } from '@noderr/protocol';
import { deployOnce } from '../chain-setup.ts';
import { publishDemoRelease } from '../demo-release.ts';
import { prepareNode } from '../fleet/prepare-node.ts';
import { makeKeys, type StackKeys } from '../keys.ts';
import { type CommandOptions } from '../noderr-command.ts';
import { writeJson } from '../run/atomic-file.ts';
import { type RunFolder } from '../run/run-folder.ts';
import { chainView } from '../chain-view.ts';
import { ensureReadToken, writeJoinToken } from '../services/hub.ts';
import { type Addresses } from '../addresses.ts';
import { CHAIN_ID, DEMO_TIER } from '../network.ts';
import { DATABASE_URL } from './secrets.ts';

/** Where the demo's parts are, all in one pod and so on loopback. */
export interface DemoPlaces {
  chain: string;
  registry: string;
  hub: string;
  ingest: string;
  /** The filtering proxy before Docker. */
  docker: string;
  /** The Docker network of the nodes' containers. */
  network: string;
  nodes: number;
}

/**
 * Makes the tokens of nodes and publisher, once. Apart from the rest, because it needs the hub's database, which the
 * demo's pod cannot reach.
 */
export async function makeDemoTokens(run: RunFolder, nodes: number): Promise<void> {
  const settingsFile = run.file('hub', 'settings.json');
  const databaseUrlFile = run.secretFile(DATABASE_URL);
  writeJson(settingsFile, { databaseUrlFile, plainHttpHosts: ['postgres'] });
  await ensureReadToken(run, settingsFile);
  for (let index = 1; index <= nodes; index += 1) {
    const path = join(run.folder('nodes', `node-${index}`), 'join-token');
    if (!existsSync(path)) await writeJoinToken(settingsFile, DEMO_TIER, path);
  }
}

/** Deploys the contract and prepares key, template and settings of each node; what is there stays. */
export async function initDemo(run: RunFolder, places: DemoPlaces, options: CommandOptions): Promise<void> {
  const { addresses, deployment } = await openDemo(run, places, options);
  const known = { ...addresses, ...publicFiles(run, addresses) };
  for (let index = 1; index <= places.nodes; index += 1) {
    await prepareNode(run, known, {
      ...{ name: `node-${index}`, tier: DEMO_TIER, prefix: 'noderr-demo', network: places.network },
      ...{ chainId: CHAIN_ID, beacon: deployment.beacon, hubSettingsFile: run.file('hub', 'settings.json') },
      ...{ dockerEndpoint: places.docker, ingestUrl: places.ingest },
      ...{ rollbackTimeoutMs: 60_000, fleetSize: places.nodes },
    });
  }
}

const FIRST_VERSION = Version.parse('1.0.0');

/** Publishes a release that moves in cohorts; without a version the first one, at once and only where there is none. */
export async function releaseDemo(
  run: RunFolder,
  places: DemoPlaces,
  version: Version | null,
  options: CommandOptions,
): Promise<void> {
  const { addresses, deployment } = await openDemo(run, places, options);
  const { directive } = await chainView({ addresses, deployment });
  if (version === null && directive.target !== ReleaseId.parse(0)) return;
  await publishDemoRelease(
    run,
    addresses,
    {
      ...{ tier: DEMO_TIER, release: { version: version ?? FIRST_VERSION, fault: 'none', ballastBytes: 0 } },
      ...{ data: 'compatible', atOnce: version === null, promote: version !== null },
    },
    options,
  );
}

interface OpenDemo {
  addresses: Addresses;
  deployment: Deployment;
}

async function openDemo(run: RunFolder, places: DemoPlaces, options: CommandOptions): Promise<OpenDemo> {
  const keys = await makeKeys(run);
  const { file, deployment } = await deployOnce(run, places.chain, keys, options);
  const { chain, registry, hub } = places;
  return { addresses: { chain, registry, hub, pages: hub, deploymentFile: file, keys }, deployment };
}

/** What agents may read: in a volume of its own, because the others hold private keys. */
function publicFiles(run: RunFolder, { deploymentFile, keys }: Addresses): Pick<Addresses, 'deploymentFile' | 'keys'> {
  const folder = run.folder('public');
  const copy = (from: string, name: string): string => {
    const to = join(folder, name);
    rmSync(to, { force: true });
    copyFileSync(from, to);
    return to;
  };
  const signers = keys.signingKeyFiles.map((file, index) => {
    const name = `signer-${index + 1}`;
    copy(`${file}.pub`, `${name}.pub`);
    return join(folder, name);
  });
  const shared: StackKeys = { ...keys, signingKeyFiles: signers };
  return { deploymentFile: copy(deploymentFile, 'deployment.json'), keys: shared };
}

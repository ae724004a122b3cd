import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBeaconReader } from '@noderr/beacon';
import {
  type Anvil,
  deployTestBeacon,
  type RpcProxy,
  startAnvil,
  startRpcProxy,
  type TestBeacon,
  type TestRelease,
} from '@noderr/beacon/testing';
import { generateSigningKey, type SigningKey } from '@noderr/oci';
import { ociDigest, ReleaseId } from '@noderr/protocol';
import { type DockerLab } from '../../src/testing/docker-lab.ts';
import { mountSmallDisk, unmountDisk } from '../../src/testing/small-disk.ts';
import { createDockerWitness, type DockerWitness } from './docker-witness.ts';
import { type Behaviour, createTestPublisher, type TestImage, type TestPublisher } from './test-publisher.ts';
import { startWatchedNode, type WatchedNode } from './watched-node.ts';
import { watchRegistry, type WatchedRegistry } from './watched-registry.ts';

export interface NodeOptions {
  /** For how long a new release must stay healthy; milliseconds, 500 unless told. */
  soakMs?: number;
  /** Bytes of a disk of the agent's own for its state and backups; the machine's unless told. */
  stateDiskBytes?: number;
}

/** A chain, a registry under watch, a publisher and nodes, all real, on a Docker lab. */
export interface UpdateLab {
  readonly beacon: TestBeacon;
  /** The way that nodes reach the chain. */
  readonly rpc: RpcProxy;
  /** The way that nodes reach the registry. */
  readonly registry: WatchedRegistry;
  readonly publisher: TestPublisher;
  readonly docker: DockerWitness;
  /** Pinned on every node, which wants both. The first signs differently each time, and so can fill two bundles. */
  readonly signers: readonly [SigningKey, SigningKey];
  startNode(name: string, more?: NodeOptions): Promise<WatchedNode>;
  /** Where a node's settings, state and backups lie. */
  folderOf(name: string): string;
  /** The version that `publish` announces next. */
  readonly nextVersion: string;
  /** An image in the registry, signed as the next version. */
  signed(behaviour?: Behaviour): Promise<TestImage>;
  /** Announces a release, final at once; answers the id that the contract gives. */
  publish(image: TestImage, more?: TestRelease): Promise<number>;
  /** Makes final what was sent to the chain. */
  finalize(): Promise<void>;
  /** `sha256:…` of what the chain wants now, asked without the agent's code. */
  digestOnChain(): Promise<string>;
  close(): Promise<void>;
}

export async function startUpdateLab(lab: DockerLab, path: string): Promise<UpdateLab> {
  const folder = await mkdtemp(join(tmpdir(), 'nul-'));
  const anvil: Anvil = await startAnvil({ blockTimeS: 0 });
  const beacon = await deployTestBeacon(anvil);
  const rpc = await startRpcProxy(anvil.url);
  const registry = await watchRegistry(lab.registry.host);
  const { chainId, beacon: address } = beacon.deployment;
  const publisher = await createTestPublisher({
    folder: join(folder, 'images'),
    registryHost: lab.registry.host,
    identity: { chainId, beacon: address },
    path,
  });
  const docker = createDockerWitness(lab.dockerd.socketPath);
  const signers = [generateSigningKey('ecdsa-p256'), generateSigningKey('ed25519')] as const;
  const nodes: WatchedNode[] = [];
  const disks: string[] = [];
  let published = 0;

  const nextVersion = (): string => `1.${published}.0`;
  const finalize = (): Promise<void> => anvil.mine(2);

  return {
    beacon,
    rpc,
    registry,
    publisher,
    docker,
    signers,
    folderOf: (name) => join(folder, name),
    get nextVersion() {
      return nextVersion();
    },
    finalize,
    async startNode(containerName, { stateDiskBytes, ...more } = {}) {
      const own = join(folder, containerName);
      if (stateDiskBytes !== undefined) {
        await mountSmallDisk(own, stateDiskBytes);
        disks.push(own);
      }
      const options = {
        folder: own,
        containerName,
        rpcUrl: rpc.url,
        deployment: beacon.deployment,
        registryHost: registry.host,
        dockerEndpoint: lab.dockerd.endpoint,
        keys: signers,
        ...more,
      };
      const node = await startWatchedNode(options, docker);
      nodes.push(node);
      return node;
    },
    async signed(behaviour = 'healthy') {
      const image = await publisher.image(`release ${published + 1}`, behaviour);
      await publisher.sign(image, { keys: signers, version: nextVersion() });
      return image;
    },
    async publish(image, more = {}) {
      await beacon.publish({ version: nextVersion(), components: [image.component], ...more });
      await finalize();
      published += 1;
      return published;
    },
    async digestOnChain() {
      const options = { chainId, beacon: address, rpcEndpoints: [anvil.url] };
      const reading = await createBeaconReader(options, { now: Date.now }).readView('ALL', ReleaseId.parse(0));
      const component = reading.kind === 'final' ? reading.view.target?.components[0] : undefined;
      return component === undefined ? 'none' : ociDigest(component.digest);
    },
    async close() {
      for (const node of nodes) await node.close();
      publisher.close();
      await registry.close();
      await rpc.close();
      await anvil.close();
      for (const disk of disks) await unmountDisk(disk);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

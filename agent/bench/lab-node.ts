import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pack } from 'tar-stream';
import { type ContainerRuntime, type ImageReference } from '../src/runtime/container-runtime.ts';
import { createDockerRuntime } from '../src/runtime/docker-runtime.ts';
import { ServiceTemplate } from '../src/template/service-template.ts';
import { type DockerLab } from '../src/testing/docker-lab.ts';
import { freePort } from '@noderr/oci/testing';
import { type BareContainer, startBareContainer } from './bare-container.ts';
import { BenchNode } from './bench-node.ts';
import { ServiceProbe } from './service-probe.ts';

const OPEN_WITHIN_MS = 600_000;
const STOP_TIMEOUT_S = 10;

export interface LabNodeOptions {
  name: string;
  /** A folder of its own. */
  folder: string;
  soakMs: number;
  /** What lies on its volume and is backed up at every update. */
  dataBytes: number;
}

/** A node on its first release, and beside it a container of the same image and options that no agent knows. */
export interface LabNode {
  node: BenchNode;
  probe: ServiceProbe;
  bare: BareContainer;
  bareProbe: ServiceProbe;
  images: Images;
  /** Stops both, so that the next node has the machine to itself. */
  close(): Promise<void>;
}

/** `fading` is healthy for a second, then no longer: a release that fails its health checks. */
type Images = Readonly<Record<'first' | 'second' | 'fading', ImageReference>>;

export async function openLabNode(lab: DockerLab, options: LabNodeOptions): Promise<LabNode> {
  const { name, folder, soakMs, dataBytes } = options;
  const runtime = createDockerRuntime({ endpoint: lab.dockerd.endpoint });
  const signal = AbortSignal.timeout(OPEN_WITHIN_MS);
  const images = await pushImages(lab, name);
  for (const image of Object.values(images)) await runtime.pull(image, () => undefined, signal);
  const [port, barePort] = [await freePort(), await freePort()];
  const template = templateOf(name, port);
  const bareTemplate = templateOf(`${name}-bare`, barePort);
  for (const { mounts } of [template, bareTemplate]) {
    for (const { source } of mounts) await fillVolume(runtime, source, dataBytes, images.first, signal);
  }

  const node = new BenchNode({
    ...{ folder: join(folder, name), runtime, template, soakMs, registryHost: lab.registry.host },
  });
  await node.update(images.first);
  const labels = { nodeId: 'bare', service: 'oracle', releaseId: null, attemptId: null, data: 'compatible' } as const;
  const request = { name: bareTemplate.containerName, image: images.first, template: bareTemplate, labels };
  const bare = await startBareContainer(lab.dockerd.socketPath, runtime, {
    ...{ ...request, restartPolicy: 'no', volumes: new Map() },
  });
  return {
    ...{ node, bare, images, probe: new ServiceProbe(port), bareProbe: new ServiceProbe(barePort) },
    async close() {
      for (const id of [node.nodeId, labels.nodeId]) {
        for (const container of await runtime.list(id, [])) await runtime.stop(container.id, STOP_TIMEOUT_S);
      }
    },
  };
}

async function pushImages(lab: DockerLab, name: string): Promise<Images> {
  const repository = `noderr/${name}`;
  return {
    first: await lab.push({ repository, release: '1.0.0' }),
    second: await lab.push({ repository, release: '1.1.0' }),
    fading: await lab.push({ repository, release: '1.2.0', mode: 'fade' }),
  };
}

function templateOf(name: string, port: number): ServiceTemplate {
  return ServiceTemplate.parse({
    service: 'oracle',
    containerName: name,
    ports: [`127.0.0.1:${port}:8080/tcp`],
    mounts: [{ source: `${name}-data`, target: '/data', backup: true }],
    stopTimeoutS: STOP_TIMEOUT_S,
    health: { http: [{ port: 8080, path: '/health' }] },
  });
}

/** Bytes that nothing can compress; none leaves the volume to be made, empty, by dockerd. */
async function fillVolume(
  runtime: ContainerRuntime,
  name: string,
  bytes: number,
  image: ImageReference,
  signal: AbortSignal,
): Promise<void> {
  if (bytes === 0) return;
  const archive = pack();
  archive.entry({ name: 'data', type: 'directory' });
  archive.entry({ name: 'data/ballast' }, randomBytes(bytes));
  archive.finalize();
  await runtime.createVolume(name, archive.pipe(new PassThrough()), image, signal);
}

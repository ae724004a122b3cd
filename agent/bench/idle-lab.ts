import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Anvil, deployTestBeacon, startAnvil } from '@noderr/beacon/testing';
import { Child } from '@noderr/oci/testing';
import { ociDigest } from '@noderr/protocol';
import Docker from 'dockerode';
import { askAgent } from '../src/control/control-client.ts';
import { controlSocketPath } from '../src/control/socket-path.ts';
import { createDockerRuntime } from '../src/runtime/docker-runtime.ts';
import { type DockerLab, dockerLabMissing, startDockerLab } from '../src/testing/docker-lab.ts';
import { makeSettingsFolder, type SettingsFolder } from '../src/testing/settings-folder.ts';
import { ServiceTemplate } from '../src/template/service-template.ts';
import { readProcessCost } from './process-cost.ts';

/** The flags of the systemd unit in docs/usage/agent.md. */
export const FLAGS = [
  '--max-semi-space-size=1',
  '--max-old-space-size=96',
  '--optimize-for-size',
  '--v8-pool-size=1',
  '--liftoff-only',
];
export const ENV = { MALLOC_ARENA_MAX: '1' };
const BUNDLE = fileURLToPath(new URL('../dist/noderr-agent.mjs', import.meta.url));
const SAMPLE_MS = 5_000;

/** What a process took over a time. */
export interface Figures {
  /** The highest of all samples. */
  rssBytes: number;
  anonymousBytes: number;
  /** Share of one core over the whole time. */
  core: number;
}

/** An agent to be measured. */
export interface IdleNode {
  /** Of its container. */
  name: string;
  settings?: Readonly<Record<string, unknown>>;
  /** Series that its service tells, which the agent then scrapes. */
  series?: number;
}

/** Agents at rest: a real dockerd with a container each, a real contract, a server that takes heartbeats and pushes. */
export interface IdleLab {
  readonly hubUrl: string;
  /** Starts the bundle and waits until it has nothing more to do. */
  start(node: IdleNode): Promise<Child>;
  close(): Promise<void>;
}

export interface Arrival {
  path: string;
  body: Buffer;
}

/** Starts the lab; throws with what is missing on this machine. */
export async function startIdleLab(
  path: string,
  onArrival: (arrival: Arrival) => void = () => undefined,
): Promise<IdleLab> {
  if (!existsSync(BUNDLE)) throw new Error('there is no bundle: run `npm run build -w agent` first');
  const missing = await dockerLabMissing(path);
  if (missing !== null) throw new Error(missing);
  const lab = await startDockerLab(path);
  const anvil = await startAnvil();
  const hub = await startHub(onArrival);
  const hubUrl = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
  const running: { agent: Child; folder: SettingsFolder }[] = [];
  return {
    hubUrl,
    async start(node) {
      const folder = await prepareNode(lab, anvil, hubUrl, node);
      const agent = new Child(process.execPath, [...FLAGS, BUNDLE, '--config', folder.configFile, 'run'], { env: ENV });
      running.push({ agent, folder });
      await agent.until(() => isAtRest(folder), 120_000);
      return agent;
    },
    async close() {
      await Promise.all(running.map(({ agent }) => agent.end()));
      for (const { folder } of running) folder.remove();
      hub.close();
      await anvil.close();
      await lab.close();
    },
  };
}

/** A container runs as the release of the contract, so that the agent adopts it and has nothing more to do. */
async function prepareNode(
  lab: DockerLab,
  anvil: Anvil,
  hubUrl: string,
  { name, settings, series = 0 }: IdleNode,
): Promise<SettingsFolder> {
  const image = await lab.push({
    repository: 'noderr/oracle',
    release: 'idle',
    config: { entrypoint: telling(series) },
  });
  const beacon = await deployTestBeacon(anvil);
  const { repository, digest } = image;
  await beacon.publish({ tier: 'ORACLE', components: [{ service: 'oracle', repository, digest }] });
  // final, so that the agent sees it at its first look
  await anvil.mine(2);
  const template = ServiceTemplate.parse({
    service: 'oracle',
    containerName: name,
    stopTimeoutS: 2,
    health: {
      http: [{ port: 8080, path: '/health' }],
      chainHeight: { port: 8080, path: '/status', field: 'chain.height', within: 60 },
      peers: { port: 8080, path: '/status', field: 'peers', atLeast: 1 },
    },
    ...(series > 0 ? { metrics: { port: 8080 } } : {}),
  });
  const runtime = createDockerRuntime({ endpoint: `unix://${lab.dockerd.socketPath}` });
  await runtime.pull(image, () => undefined, AbortSignal.timeout(60_000));
  const reference = `${image.host}/${image.repository}@${ociDigest(image.digest)}`;
  const docker = new Docker({ socketPath: lab.dockerd.socketPath });
  const container = await docker.createContainer({ name: template.containerName, Image: reference });
  await container.start();
  return makeSettingsFolder(
    {
      versionBeaconAddress: beacon.deployment.beacon,
      chainId: anvil.chainId,
      rpcEndpoints: [anvil.url],
      dockerRegistry: image.host,
      dockerEndpoint: `unix://${lab.dockerd.socketPath}`,
      hubUrl,
      ...settings,
    },
    [template],
  );
}

/** The service of the image, with so many series at /metrics. */
function telling(series: number): string[] {
  const write =
    'busybox mkdir -p /tmp/www; i=0; while [ $i -lt $0 ]; do i=$((i + 1)); echo "bench_series{n=\\"$i\\"} $i"; done';
  return ['/bin/busybox', 'sh', '-c', `PATH=/bin; ${write} > /tmp/www/metrics; exec /service`, String(series)];
}

/** The hub's half of a heartbeat, as dear to the agent as the real one's, and its ingest listener. */
async function startHub(onArrival: (arrival: Arrival) => void): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      onArrival({ path: request.url ?? '', body: Buffer.concat(chunks) });
      if (isPush(request)) {
        response.writeHead(204).end();
        return;
      }
      const accepted = request.url === '/node/v1/heartbeat';
      response.writeHead(accepted ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ now: Date.now(), hint: null, eventsAckedThrough: null }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function isPush({ url }: IncomingMessage): boolean {
  return url?.startsWith('/ingest/v1/') === true;
}

async function isAtRest({ stateDir }: SettingsFolder): Promise<boolean> {
  const reply = await askAgent(controlSocketPath(stateDir), { do: 'status' });
  if (!reply.ok) return false;
  const { state, committed, hub, services } = reply.status;
  const healthy = services.length > 0 && services.every((service) => service.healthy);
  return state === 'idle' && committed?.releaseId === 1 && hub === 'up' && healthy;
}

/** Samples a process every 5 s. */
export async function watch({ process: { pid } }: Child, minutes: number): Promise<Figures> {
  if (pid === undefined) throw new Error('the process has ended');
  const began = performance.now();
  const first = await readProcessCost(pid);
  const highest = { rssBytes: first.rssBytes, anonymousBytes: first.anonymousBytes };
  for (;;) {
    await delay(SAMPLE_MS);
    const { rssBytes, anonymousBytes, cpuMs } = await readProcessCost(pid);
    highest.rssBytes = Math.max(highest.rssBytes, rssBytes);
    highest.anonymousBytes = Math.max(highest.anonymousBytes, anonymousBytes);
    const elapsedMs = performance.now() - began;
    if (elapsedMs >= minutes * 60_000) return { ...highest, core: (cpuMs - first.cpuMs) / elapsedMs };
  }
}

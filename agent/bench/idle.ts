import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Anvil, deployTestBeacon, startAnvil } from '@noderr/beacon/testing';
import { ociDigest } from '@noderr/protocol';
import Docker from 'dockerode';
import { askAgent } from '../src/control/control-client.ts';
import { controlSocketPath } from '../src/control/socket-path.ts';
import { createDockerRuntime } from '../src/runtime/docker-runtime.ts';
import { Child } from '../src/testing/child.ts';
import { type DockerLab, dockerLabMissing, startDockerLab } from '../src/testing/docker-lab.ts';
import { makeSettingsFolder, type SettingsFolder } from '../src/testing/settings-folder.ts';
import { ServiceTemplate } from '../src/template/service-template.ts';
import { readProcessCost } from './process-cost.ts';

/**
 * What an agent costs that has nothing to do: RSS, anonymous memory and CPU of the bundle with the flags of the systemd
 * unit, beside an empty Node with the same flags. It manages a container on a real dockerd, reads a real contract every
 * `checkInterval`, runs its health checks every 10 s and sends a heartbeat every 10 s to a server that takes each.
 */
const FLAGS = [
  '--max-semi-space-size=1',
  '--max-old-space-size=96',
  '--optimize-for-size',
  '--v8-pool-size=1',
  '--liftoff-only',
];
const ENV = { MALLOC_ARENA_MAX: '1' };
const BUNDLE = fileURLToPath(new URL('../dist/noderr-agent.mjs', import.meta.url));
const WARM_UP_MS = 30_000;
const SAMPLE_MS = 5_000;
const GOALS = { rssBytes: 100e6, anonymousBytes: 40e6, core: 0.005 };

const path = process.env.PATH ?? '';

interface Figures {
  /** The highest of all samples. */
  rssBytes: number;
  anonymousBytes: number;
  /** Share of one core over the whole time. */
  core: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' }, json: { type: 'boolean' } } });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error('--minutes: expected a number above 0');
  if (!existsSync(BUNDLE)) throw new Error('there is no bundle: run `npm run build -w agent` first');
  const missing = await dockerLabMissing(path);
  if (missing !== null) throw new Error(missing);

  const lab = await startDockerLab(path);
  const anvil = await startAnvil();
  const hub = await startHeartbeatSink();
  const folder = await prepareNode(lab, anvil, hub);
  const agent = new Child(process.execPath, [...FLAGS, BUNDLE, '--config', folder.configFile, 'run'], { env: ENV });
  const empty = new Child(process.execPath, [...FLAGS, '-e', 'setInterval(() => {}, 1000000)'], { env: ENV });
  try {
    await agent.until(() => isAtRest(folder), 120_000);
    await delay(WARM_UP_MS);
    const [ofAgent, ofEmpty] = await Promise.all([watch(agent, minutes), watch(empty, minutes)]);
    report({ minutes, agent: ofAgent, empty: ofEmpty }, values.json ?? false);
  } finally {
    await Promise.all([agent.end(), empty.end()]);
    hub.close();
    folder.remove();
    await anvil.close();
    await lab.close();
  }
}

/** A container runs as the release of the contract, so that the agent adopts it and has nothing more to do. */
async function prepareNode(lab: DockerLab, anvil: Anvil, hub: Server): Promise<SettingsFolder> {
  const image = await lab.push({ repository: 'noderr/oracle', release: 'idle' });
  const beacon = await deployTestBeacon(anvil);
  const { repository, digest } = image;
  await beacon.publish({ tier: 'ORACLE', components: [{ service: 'oracle', repository, digest }] });
  const template = ServiceTemplate.parse({
    service: 'oracle',
    containerName: 'oracle',
    stopTimeoutS: 2,
    health: {
      http: [{ port: 8080, path: '/health' }],
      chainHeight: { port: 8080, path: '/status', field: 'chain.height', within: 60 },
      peers: { port: 8080, path: '/status', field: 'peers', atLeast: 1 },
    },
  });
  const runtime = createDockerRuntime({ endpoint: `unix://${lab.dockerd.socketPath}` });
  await runtime.pull(image, () => undefined, AbortSignal.timeout(60_000));
  const reference = `${image.host}/${image.repository}@${ociDigest(image.digest)}`;
  const docker = new Docker({ socketPath: lab.dockerd.socketPath });
  const container = await docker.createContainer({ name: template.containerName, Image: reference });
  await container.start();
  const { port } = hub.address() as AddressInfo;
  return makeSettingsFolder(
    {
      versionBeaconAddress: beacon.deployment.beacon,
      chainId: anvil.chainId,
      rpcEndpoints: [anvil.url],
      dockerRegistry: image.host,
      dockerEndpoint: `unix://${lab.dockerd.socketPath}`,
      hubUrl: `http://127.0.0.1:${port}`,
    },
    [template],
  );
}

/** The hub's half of a heartbeat, as dear to the agent as the real one's. */
async function startHeartbeatSink(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const accepted = request.url === '/node/v1/heartbeat';
      response.writeHead(accepted ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ now: Date.now(), hint: null, eventsAckedThrough: null }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function isAtRest({ stateDir }: SettingsFolder): Promise<boolean> {
  const reply = await askAgent(controlSocketPath(stateDir), { do: 'status' });
  if (!reply.ok) return false;
  const { state, committed, hub, services } = reply.status;
  const healthy = services.length > 0 && services.every((service) => service.healthy);
  return state === 'idle' && committed?.releaseId === 1 && hub === 'up' && healthy;
}

async function watch({ process: { pid } }: Child, minutes: number): Promise<Figures> {
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

function report(figures: { minutes: number; agent: Figures; empty: Figures }, json: boolean): void {
  const { minutes, agent, empty } = figures;
  const met =
    agent.rssBytes <= GOALS.rssBytes && agent.anonymousBytes <= GOALS.anonymousBytes && agent.core <= GOALS.core;
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...figures, goals: GOALS, met, load: loadavg() })}\n`);
  } else {
    const row = (name: string, { rssBytes, anonymousBytes, core }: Figures): string =>
      `${name.padEnd(14)} RSS ${megabytes(rssBytes)} MB, anonymous ${megabytes(anonymousBytes)} MB, ${(core * 100).toFixed(2)} % of a core\n`;
    process.stdout.write(
      `${minutes} minutes, load ${loadavg()[0]?.toFixed(1) ?? '?'}\n${row('idle agent', agent)}${row('empty Node', empty)}` +
        `goals ≤ 100 MB, ≤ 40 MB, ≤ 0.5 %: ${met ? 'met' : 'MISSED'}\n`,
    );
  }
  if (!met) process.exitCode = 1;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

await main();

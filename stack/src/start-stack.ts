import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startRegistry } from '@noderr/oci';
import { type Deployment } from '@noderr/beacon';
import { type Release } from '@noderr/protocol';
import { deployOnce } from './chain-setup.ts';
import { type DemoRelease } from './demo-node/behaviour.ts';
import { publishDemoRelease, type DemoPublication } from './demo-release.ts';
import { prepareNode } from './fleet/prepare-node.ts';
import { type AgentTampering, startAgentProcess } from './fleet/start-agent-process.ts';
import { HubApi, workbenchUser } from './hub-api.ts';
import { makeKeys } from './keys.ts';
import { findDocker } from './process/docker-daemon.ts';
import { findProgram } from './process/find-program.ts';
import { StartedProcesses } from './process/leftovers.ts';
import { type ServiceProcess } from './process/service-process.ts';
import { forgetContainers } from './fleet/forget-containers.ts';
import { stopContainers } from './fleet/stop-containers.ts';
import { choosePorts } from './run/ports.ts';
import { unlessInterrupted } from './run/interruption.ts';
import { type RunFolder } from './run/run-folder.ts';
import { startChain } from './services/chain.ts';
import { grafanaAdmin, startGrafana } from './services/grafana.ts';
import { findGrafana, type GrafanaHome } from './services/grafana-home.ts';
import { prepareHub, startHubService } from './services/hub.ts';
import {
  findObservability,
  missingPrograms,
  NO_OBSERVABILITY,
  type Observability,
  observabilityAt,
  startObservability,
} from './services/observability.ts';
import { startPages } from './services/pages.ts';
import { ensurePluginBuilt, PLUGIN } from './services/plugin-build.ts';
import { startDockerRegistry } from './services/registry.ts';
import { until } from './until.ts';
import { type Addresses, addressesOf, CHAIN_ID, DEMO_TIER, type FleetNode, type RuntimeKind } from './stack.ts';

/** Grafana answers before it has read all of its provisioning. */
const PASSED_ON_S = 120;
/** Short, so that a demo can be watched, and long enough for a busy laptop. */
const DEMO_ROLLBACK_TIMEOUT_MS = 30_000;

export interface StackOptions {
  run: RunFolder;
  nodes: number;
  portBase: number | undefined;
  /** `null`: Docker where a daemon answers, else processes. */
  runtime: RuntimeKind | null;
  env: NodeJS.ProcessEnv;
  /** Whether Prometheus, Alertmanager and Loki are started where they are on this machine; default true. */
  observability?: boolean;
  /** Called for every critical alert and every warning, where the run's secrets name no address yet. */
  alertWebhook?: string;
  /** How long the agents give a new release to become healthy; default 30 000. */
  rollbackTimeoutMs?: number;
  onNote: (line: string) => void;
  /** Its abort ends the start, and a release being published. */
  signal?: AbortSignal;
}

/** A whole network on one machine. */
export interface Stack {
  run: RunFolder;
  runtime: RuntimeKind;
  addresses: Addresses;
  observability: Observability;
  /** Origin of the hub's ingest listener; null where there is no store that telemetry could go to. */
  ingestUrl: string | null;
  /** What the pages are on; null on the workbench. */
  grafana: GrafanaHome | null;
  deployment: Deployment;
  fleet: readonly FleetNode[];
  /** The hub's API as an admin of the pages sees it. */
  api: HubApi;
  agents: ReadonlyMap<string, ServiceProcess>;
  publish(release: DemoRelease, terms?: Partial<DemoPublication>): Promise<Release>;
  startAgent(node: FleetNode, tampering?: AgentTampering): Promise<void>;
  stopHub(): Promise<void>;
  startHub(): Promise<void>;
  /** Ends everything that was started, the nodes' containers included. */
  close(): Promise<void>;
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const { run, env, onNote, signal } = options;
  const isNew = !existsSync(join(run.path, 'nodes'));
  const started = new StartedProcesses(run.file('started.json'));
  const left = await started.endLeftovers();
  if (left.length > 0) onNote(`ended what an earlier start left running: ${left.join(', ')}`);
  const closers: (() => Promise<void>)[] = [];
  const track = (service: ServiceProcess): ServiceProcess => {
    started.add(service.name, service.identity);
    return service;
  };

  function begin(step: string): void {
    signal?.throwIfAborted();
    onNote(step);
  }

  async function close(): Promise<void> {
    for (const closer of closers.splice(0).reverse()) await closer();
  }

  try {
    const home = await findGrafana(env);
    await ensurePluginBuilt(onNote);
    const ports = await choosePorts(run.file('ports.json'), options.portBase);
    const docker = options.runtime === 'process' ? null : await findDocker(env);
    if (options.runtime === 'docker' && docker === null) {
      throw new Error('no Docker daemon answers at its socket: start one, or use --runtime process');
    }
    const runtime: RuntimeKind = docker === null ? 'process' : 'docker';
    const chainUrl = `http://127.0.0.1:${ports.chain}`;

    begin('starting the chain');
    const anvil = requireProgram('anvil', env, 'install the optional dependencies: npm ci');
    const chain = track(await startChain({ run, port: ports.chain, chainId: CHAIN_ID, program: anvil }));
    closers.push(() => chain.stop());
    const keys = await makeKeys(run);
    const { file: deploymentFile, deployment } = await deployOnce(run, chainUrl, keys, { onNote, signal });

    const registryProgram = findProgram('docker-registry', env.PATH ?? '');
    begin(`starting the registry${registryProgram === null ? ' (our own: docker-registry is not here)' : ''}`);
    if (registryProgram === null) {
      const own = await startRegistry({ port: ports.registry, dir: run.folder('registry') });
      closers.push(() => own.close());
    } else {
      const registry = track(await startDockerRegistry({ run, port: ports.registry, program: registryProgram }));
      closers.push(() => registry.stop());
    }

    const addresses = addressesOf(ports, deploymentFile, keys);
    const programs = options.observability === false ? NO_OBSERVABILITY : findObservability(env);
    const observability = observabilityAt(programs, ports);
    const stores = observability.prometheus !== null || observability.loki !== null;
    const ingestUrl = stores ? `http://127.0.0.1:${ports.ingest}` : null;
    if (options.alertWebhook !== undefined) {
      const url = options.alertWebhook;
      for (const receiver of ['critical', 'warning']) run.secret(`${receiver}-webhook-url`, () => url);
    }
    begin('starting the hub and the pages');
    const hubSettingsFile = await prepareHub({
      ...{ run, port: ports.hub, chainUrl: addresses.chain, chainId: CHAIN_ID, beacon: deployment.beacon },
      ...{ deploymentFile, pagesUrl: addresses.pages, keys },
      ingest: ingestUrl === null ? null : { ...observability, port: ports.ingest },
    });
    let hub: ServiceProcess | null = null;
    const startHub = async (): Promise<void> => {
      hub ??= track(await startHubService(run, hubSettingsFile, ports.hub));
    };
    const stopHub = async (): Promise<void> => {
      const running = hub;
      hub = null;
      await running?.stop();
    };
    await startHub();
    closers.push(stopHub);
    for (const line of options.observability === false ? [] : missingPrograms(programs)) onNote(line);
    await startObservability(run, ports, programs, {
      begin,
      grafana: home !== null,
      started: (service) => {
        track(service);
        closers.push(() => service.stop());
      },
    });
    if (home === null) {
      const pages = await startPages(run, addresses.hub, ports.pages);
      closers.push(() => pages.close());
    } else {
      begin(`starting Grafana ${home.version} from ${home.path} (its first start takes a minute)`);
      await startGrafana({
        ...{ run, home, plugin: PLUGIN, port: ports.pages, hubUrl: addresses.hub, observability, env, signal },
        started: (service) => {
          track(service);
          closers.push(() => service.stop());
        },
      });
    }
    const identity = home === null ? workbenchUser('Admin:demo') : grafanaAdmin(run);
    const api = new HubApi(addresses.pages, identity);
    if (home !== null) {
      const passedOn = until('the hub answers through Grafana', PASSED_ON_S, () => api.tier(DEMO_TIER));
      await (signal ? unlessInterrupted(signal, passedOn) : passedOn);
    }

    begin(`starting ${options.nodes} nodes with their agents (${runtime})`);
    const prefix = `noderr-${createHash('sha256').update(run.path).digest('hex').slice(0, 6)}`;
    if (docker !== null && isNew) {
      const forgotten = await forgetContainers(docker, `${prefix}-`);
      if (forgotten > 0) onNote(`removed ${forgotten} containers, with their data, of a run that was reset`);
    }
    const fleet: FleetNode[] = [];
    const agents = new Map<string, ServiceProcess>();
    const startAgent = async (node: FleetNode, tampering?: AgentTampering): Promise<void> => {
      agents.set(node.name, track(await startAgentProcess(run, node, runtime, tampering)));
    };
    closers.push(async () => {
      await Promise.all([...agents.values()].map((agent) => agent.stop()));
      await stopContainers(run, fleet, runtime, docker);
    });
    for (let index = 1; index <= options.nodes; index += 1) {
      const node = await prepareNode(run, addresses, {
        ...{ name: `node-${index}`, tier: DEMO_TIER, prefix, chainId: CHAIN_ID, beacon: deployment.beacon },
        ...{ hubSettingsFile, dockerEndpoint: docker, ingestUrl },
        rollbackTimeoutMs: options.rollbackTimeoutMs ?? DEMO_ROLLBACK_TIMEOUT_MS,
        fleetSize: options.nodes,
      });
      fleet.push(node);
      signal?.throwIfAborted();
      await startAgent(node);
    }

    return {
      ...{ run, runtime, addresses, observability, ingestUrl, grafana: home, deployment, fleet, api, agents },
      ...{ startAgent, startHub, stopHub, close },
      publish: (release, terms = {}) =>
        publishDemoRelease(
          run,
          addresses,
          { tier: DEMO_TIER, release, data: 'compatible', atOnce: false, promote: false, ...terms },
          { onNote, signal },
        ),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function requireProgram(name: string, env: NodeJS.ProcessEnv, hint: string): string {
  const found = findProgram(name, env.PATH ?? '');
  if (found === null) throw new Error(`${name} is not on the PATH: ${hint}`);
  return found;
}

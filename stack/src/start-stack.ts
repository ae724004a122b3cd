import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startRegistry } from '@noderr/oci';
import { addressesOf } from './addresses.ts';
import { deployOnce } from './chain-setup.ts';
import { publishDemoRelease } from './demo-release.ts';
import { type RuntimeKind } from './fleet/runtime-kind.ts';
import { startFleet } from './fleet/start-fleet.ts';
import { HubApi, workbenchUser } from './hub-api.ts';
import { makeKeys } from './keys.ts';
import { CHAIN_ID, DEMO_TIER } from './network.ts';
import { findDocker } from './process/docker-daemon.ts';
import { findProgram } from './process/find-program.ts';
import { StartedProcesses } from './process/leftovers.ts';
import { type ServiceProcess } from './process/service-process.ts';
import { unlessInterrupted } from './run/interruption.ts';
import { choosePorts } from './run/ports.ts';
import { type RunFolder } from './run/run-folder.ts';
import { startChain } from './services/chain.ts';
import { grafanaAdmin, startGrafana } from './services/grafana.ts';
import { findGrafana } from './services/grafana-home.ts';
import { prepareHub, startHubService } from './services/hub.ts';
import {
  findObservability,
  missingPrograms,
  NO_OBSERVABILITY,
  observabilityAt,
  startObservability,
} from './services/observability.ts';
import { startPages } from './services/pages.ts';
import { ensurePluginBuilt, PLUGIN } from './services/plugin-build.ts';
import { startDockerRegistry } from './services/registry.ts';
import { type Stack } from './stack.ts';
import { until } from './until.ts';

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

/** Starts all of a network in order; what was started ends again when a later part fails. */
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
    const { rollbackTimeoutMs = DEMO_ROLLBACK_TIMEOUT_MS } = options;
    const fleet = await startFleet(
      {
        ...{ run, addresses, docker, hubSettingsFile, ingestUrl, isNew, rollbackTimeoutMs },
        ...{ nodes: options.nodes, beacon: deployment.beacon },
      },
      { started: track, onClose: (stop) => closers.push(stop), onNote, signal },
    );

    return {
      ...{ run, runtime, addresses, observability, ingestUrl, grafana: home, deployment, api },
      ...{ fleet: fleet.nodes, agents: fleet.agents, startAgent: fleet.startAgent, startHub, stopHub, close },
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

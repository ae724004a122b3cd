import { type ContainerStatus, openIdentity } from '@noderr/agent';
import { Deployment } from '@noderr/beacon';
import { type ChainView, type Release } from '@noderr/protocol';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DemoRelease } from './demo-node/behaviour.ts';
import { type DemoPublication, publishDemoRelease } from './demo-release.ts';
import { makeKeys } from './keys.ts';
import { type CommandOptions } from './noderr-command.ts';
import { startedProcess } from './process/leftovers.ts';
import { signal } from './process/process-identity.ts';
import { createProcessRuntime } from './process-runtime/process-runtime.ts';
import { readJson } from './run/atomic-file.ts';
import { knownPorts } from './run/ports.ts';
import { attachRunFolder } from './run/run-folder.ts';
import { type AlertmanagerApi, alertmanagerApi } from './services/alertmanager-api.ts';
import { chainView } from './chain-view.ts';
import { until } from './until.ts';
import { type Addresses, addressesOf } from './addresses.ts';
import { DEMO_TIER } from './network.ts';

/** A stack that runs in another process, on the process runtime. */
export interface AttachedStack {
  addresses: Addresses;
  publish(release: DemoRelease, terms: Partial<DemoPublication>, options?: CommandOptions): Promise<Release>;
  view(): Promise<ChainView>;
  /** The running container of each node, by its name. */
  running(): Promise<ReadonlyMap<string, ContainerStatus>>;
  /** Waits until some node runs this digest; returns their names. */
  untilSomeRun(digest: string): Promise<string[]>;
  /** Where its Prometheus answers; null where none runs. */
  prometheus: string | null;
  /** Its Alertmanager; null where none runs. */
  alertmanager: AlertmanagerApi | null;
  /** Holds a service still, so that whoever asks it waits: the worst way to be away. Returns how to let it go on. */
  freeze(name: 'hub' | 'registry'): () => void;
}

/** Finds the stack that was started on a run folder. @throws Error where the folder is not complete */
export async function attachStack(folder: string): Promise<AttachedStack> {
  const run = attachRunFolder(folder);
  const ports = knownPorts(run.file('ports.json'));
  const deploymentFile = run.file('chain', 'deployment.json');
  const deployment = readJson(deploymentFile, Deployment);
  if (ports === null || deployment === null) {
    throw new Error(`${folder} is not complete: begin anew with npm start -- --reset`);
  }
  const addresses = addressesOf(ports, deploymentFile, await makeKeys(run));
  const runtime = createProcessRuntime(run.folder('machine'));
  const nodes = readdirSync(run.folder('nodes')).map((name) => ({
    name,
    nodeId: openIdentity(join(run.folder('nodes'), name, 'node.key')).nodeId,
  }));

  async function running(): Promise<ReadonlyMap<string, ContainerStatus>> {
    const found = new Map<string, ContainerStatus>();
    for (const { name, nodeId } of nodes) {
      const [only] = (await runtime.list(nodeId, [])).filter((container) => container.state === 'running');
      if (only) found.set(name, only);
    }
    return found;
  }

  const addressOf = (name: 'prometheus' | 'alertmanager'): string | null =>
    startedProcess(run.file('started.json'), name) === null ? null : `http://127.0.0.1:${ports[name]}`;
  const alertmanager = addressOf('alertmanager');

  return {
    addresses,
    prometheus: addressOf('prometheus'),
    alertmanager: alertmanager === null ? null : alertmanagerApi(alertmanager),
    running,
    publish: (release, terms, options) =>
      publishDemoRelease(
        run,
        addresses,
        { tier: DEMO_TIER, release, data: 'compatible', atOnce: false, promote: false, ...terms },
        options,
      ),
    freeze(name) {
      const service = startedProcess(run.file('started.json'), name);
      if (service === null) throw new Error(`no ${name} runs on ${folder}`);
      signal(service, 'SIGSTOP');
      return () => {
        signal(service, 'SIGCONT');
      };
    },
    view: () => chainView({ addresses, deployment }),
    untilSomeRun: (digest) =>
      until('some node on the release', 300, async () => {
        const on = [...(await running())].filter(([, container]) => container.imageDigest === digest);
        return on.length > 0 ? on.map(([name]) => name) : 'nobody yet';
      }),
  };
}

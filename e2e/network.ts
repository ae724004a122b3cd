import { type ChainView } from '@noderr/protocol';
import { attachStack, type AttachedStack } from '@noderr/stack';

export const WHY_SKIPPED = 'needs a network of its own to publish to, and GRAFANA_URL names another';

/** The network that `npm run e2e` started, as its publisher, its chain and its machine see it. */
export interface Network {
  publish(version: string): Promise<void>;
  view(): Promise<ChainView>;
  /** How often the directive has changed: one per transaction that did something. */
  changes(): Promise<number>;
  /** Container id of each node, by its name. */
  runningContainers(): Promise<ReadonlyMap<string, string>>;
  /** Nodes that run a published version now, by name. */
  nodesOn(version: string): Promise<string[]>;
  /** Waits until at least one node runs the version, and says which do. */
  untilSomeRun(version: string): Promise<string[]>;
  /** Where its Prometheus answers; null where none runs. */
  prometheus: AttachedStack['prometheus'];
  /** Its Alertmanager; null where none runs. */
  alertmanager: AttachedStack['alertmanager'];
  /** Holds the hub or the registry still, so that whoever asks it waits. Returns how to let it go on. */
  freeze(service: 'hub' | 'registry'): () => void;
}

export async function attachNetwork(runFolder: string): Promise<Network> {
  const stack: AttachedStack = await attachStack(runFolder);
  const digests = new Map<string, string>();
  return {
    prometheus: stack.prometheus,
    alertmanager: stack.alertmanager,
    async publish(version) {
      const release = await stack.publish(
        { version, fault: 'none', ballastBytes: 0 },
        { promote: true },
        {
          onNote: (line) => {
            console.log(`  ${line}`);
          },
        },
      );
      digests.set(version, release.components[0]?.digest ?? '');
    },
    view: () => stack.view(),
    changes: async () => (await stack.view()).directive.seq,
    async runningContainers() {
      const running = await stack.running();
      return new Map([...running].map(([name, container]) => [name, container.id]));
    },
    async nodesOn(version) {
      const running = [...(await stack.running())];
      return running.filter(([, container]) => container.imageDigest === digests.get(version)).map(([name]) => name);
    },
    untilSomeRun: (version) => stack.untilSomeRun(digests.get(version) ?? ''),
    freeze: (service) => stack.freeze(service),
  };
}

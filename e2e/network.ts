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
  /** Waits until at least one node runs the version, and says which do. */
  untilSomeRun(version: string): Promise<string[]>;
}

export async function attachNetwork(runFolder: string): Promise<Network> {
  const stack: AttachedStack = await attachStack(runFolder);
  const digests = new Map<string, string>();
  return {
    async publish(version) {
      const release = await stack.publish({ version, fault: 'none', ballastBytes: 0 }, { promote: true });
      digests.set(version, release.components[0]?.digest ?? '');
    },
    view: () => stack.view(),
    changes: async () => (await stack.view()).directive.seq,
    async runningContainers() {
      const running = await stack.running();
      return new Map([...running].map(([name, container]) => [name, container.id]));
    },
    untilSomeRun: (version) => stack.untilSomeRun(digests.get(version) ?? ''),
  };
}

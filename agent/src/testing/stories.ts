import { type Outcome, type ReleaseId } from '@noderr/protocol';
import { FakeChainReader } from './fake-chain-reader.ts';
import { digestOf, sampleRelease, sampleTemplate, sampleView } from './sample-chain.ts';
import { TestNode } from './test-node.ts';

/** A node in a situation from which an attempt begins, and what it must look like in the end. */
export interface Story {
  name: string;
  /** Brings a fresh node to where the story begins, without any kill. */
  begin(): Promise<TestNode>;
  /** Releases that may be the committed one in the end. */
  ends: readonly number[];
  /** How the attempt ends when nothing comes in between. */
  outcome: Outcome;
  /** A set runs before, so that one must run whenever an agent has had its first look. */
  neverDown: boolean;
  /** Whether data written by a later release than the committed one may remain. */
  dataMayBeNewer?: boolean;
}

const TWO = ['oracle', 'sidecar'] as const;

async function nodeAt(id: number, services: readonly string[] = ['oracle']): Promise<TestNode> {
  const release = sampleRelease({ id, services });
  const node = new TestNode(
    new FakeChainReader(sampleView({ target: release, seq: id })),
    services.map((service) => sampleTemplate(service)),
  );
  await node.start().settle();
  return node;
}

async function upFrom1(
  data: 'compatible' | 'restore' | 'irreversible',
  services: readonly string[] = ['oracle'],
): Promise<TestNode> {
  const node = await nodeAt(1, services);
  node.chain.view = sampleView({ target: sampleRelease({ id: 2, data, services }), seq: 2, current: 1 });
  return node;
}

async function downFrom2(data: 'compatible' | 'restore', keepSet = true): Promise<TestNode> {
  const node = await upFrom1(data);
  await node.start().settle();
  if (!keepSet) {
    const journal = node.start().journal;
    for (const member of journal.memory.kept.flatMap((set) => set.members)) {
      if (member.containerId !== null) node.world.containers.delete(member.containerId);
    }
  }
  const first = sampleRelease({ id: 1 });
  const state = { kind: 'rollback', target: first, baseline: first, withdrawn: 2, seq: 3, current: 2 } as const;
  node.chain.view = sampleView({ ...state, descent: data });
  return node;
}

/** True until a rollback that began now has missed its deadline. */
function longerThanARollback({ clock }: TestNode): () => boolean {
  const end = clock.now() + 100_000;
  return () => clock.now() < end;
}

export const STORIES: readonly Story[] = [
  {
    name: 'a first install',
    outcome: 'committed',
    neverDown: false,
    begin: () =>
      Promise.resolve(
        new TestNode(new FakeChainReader(sampleView({ target: sampleRelease({ id: 1 }) })), [sampleTemplate()]),
      ),
    ends: [1],
  },
  {
    name: 'a first install that is sick',
    outcome: 'failed',
    neverDown: false,
    begin(): Promise<TestNode> {
      const chain = new FakeChainReader(sampleView({ target: sampleRelease({ id: 1 }) }));
      const node = new TestNode(chain, [sampleTemplate()]);
      node.sick.add(digestOf(1));
      return Promise.resolve(node);
    },
    ends: [1],
  },
  { name: 'an update', outcome: 'committed', neverDown: true, begin: () => upFrom1('compatible'), ends: [2] },
  {
    name: 'an update of two services',
    outcome: 'committed',
    neverDown: true,
    begin: () => upFrom1('compatible', TWO),
    ends: [2],
  },
  {
    name: 'an update that is sick',
    outcome: 'rolled-back',
    neverDown: true,
    async begin(): Promise<TestNode> {
      const node = await upFrom1('compatible');
      node.sick.add(digestOf(2));
      return node;
    },
    ends: [1],
    dataMayBeNewer: true,
  },
  {
    name: 'an update that is sick and has changed data',
    outcome: 'rolled-back',
    neverDown: true,
    async begin(): Promise<TestNode> {
      const node = await upFrom1('restore');
      node.sick.add(digestOf(2));
      return node;
    },
    ends: [1],
  },
  {
    name: 'an update that is sick, has changed data and cannot be stopped for long',
    outcome: 'failed',
    neverDown: true,
    async begin(): Promise<TestNode> {
      const node = await upFrom1('restore');
      node.sick.add(digestOf(2));
      node.world.unstoppable.set(digestOf(2), longerThanARollback(node));
      return node;
    },
    ends: [1],
  },
  {
    name: 'an update that is sick and whose backup cannot be read for long',
    outcome: 'failed',
    neverDown: false,
    async begin(): Promise<TestNode> {
      const node = await upFrom1('restore');
      node.sick.add(digestOf(2));
      node.vault.unreadable = longerThanARollback(node);
      return node;
    },
    ends: [1],
  },
  {
    name: 'an update of two services of which one exits',
    outcome: 'rolled-back',
    neverDown: true,
    async begin(): Promise<TestNode> {
      const node = await upFrom1('irreversible', TWO);
      node.world.exiting.add(digestOf(2, 1));
      return node;
    },
    ends: [1],
  },
  {
    name: 'an update from a set that was sick before',
    outcome: 'committed',
    neverDown: true,
    async begin(): Promise<TestNode> {
      const node = await upFrom1('compatible');
      node.sick.add(digestOf(1));
      return node;
    },
    ends: [2],
  },
  {
    name: 'a rollback onto the kept set',
    outcome: 'committed',
    neverDown: true,
    begin: () => downFrom2('compatible'),
    ends: [1],
    dataMayBeNewer: true,
  },
  {
    name: 'a rollback with its data',
    outcome: 'committed',
    neverDown: true,
    begin: () => downFrom2('restore'),
    ends: [1],
  },
  {
    name: 'a rollback onto a kept set that was pruned',
    outcome: 'committed',
    neverDown: true,
    begin: () => downFrom2('compatible', false),
    ends: [1],
    dataMayBeNewer: true,
  },
  {
    name: 'a rollback whose kept set is sick now',
    outcome: 'rolled-back',
    neverDown: true,
    async begin(): Promise<TestNode> {
      const node = await downFrom2('compatible');
      node.sick.add(digestOf(1));
      return node;
    },
    ends: [2],
    dataMayBeNewer: true,
  },
  {
    name: 'an adopted set that is updated',
    outcome: 'committed',
    neverDown: true,
    async begin(): Promise<TestNode> {
      const node = await upFrom1('compatible');
      // as if somebody else had made the containers: no labels, no memory
      for (const { status } of node.world.containers.values()) status.labels = null;
      node.loseMemory();
      const baseline = sampleRelease({ id: 1 });
      node.chain.view = sampleView({ target: sampleRelease({ id: 2 }), baseline, seq: 2 });
      return node;
    },
    ends: [2],
  },
];

/** What must hold of a node at rest, whatever happened on the way; empty = all well. */
export function wrongsOf(node: TestNode, story: Pick<Story, 'ends' | 'dataMayBeNewer'>): string[] {
  const wrongs = [...node.world.violations];
  const { memory } = node;
  if (!memory) return ['no memory'];
  if (memory.state.name !== 'idle') wrongs.push(`state is ${memory.state.name}`);
  const committed = memory.committed?.releaseId ?? (-1 as ReleaseId);
  if (!story.ends.includes(committed)) wrongs.push(`runs release ${committed}`);
  const own = new Map((memory.committed?.members ?? []).map((member) => [member.containerId, member]));
  const running = node.world.running();
  if (running.length !== own.size) wrongs.push(`${running.length} containers run, ${own.size} should`);
  for (const { status, mounts } of running) {
    const member = own.get(status.id);
    if (!member) {
      wrongs.push(`${status.name} runs but is not committed`);
      continue;
    }
    if (status.name !== member.template.containerName) wrongs.push(`${status.name} has not its canonical name`);
    if (status.restartPolicy !== 'unless-stopped') wrongs.push(`${status.name} would not come back after a reboot`);
    if (!node.world.pins.has(member.digest)) wrongs.push(`the image of ${status.name} is not pinned`);
    for (const volume of mounts.values()) {
      const writers = node.world.volumes.get(volume) ?? [];
      if (!story.dataMayBeNewer && writers.some((writer) => writer > member.digest)) {
        wrongs.push(`${status.name} runs on data of a later release`);
      }
    }
  }
  const stopped = [...node.world.containers.values()].filter(({ status }) => !own.has(status.id));
  const kept = new Set(memory.kept.flatMap((set) => set.members.map((member) => member.containerId)));
  for (const { status } of stopped) if (!kept.has(status.id)) wrongs.push(`${status.name} is left behind`);
  for (const { record, sealed } of node.vault.stored) {
    if (!sealed) wrongs.push(`the backup of attempt ${record.attemptId} lies unencrypted`);
  }
  return [...wrongs, ...wrongsOfEvents(node), ...wrongsOfRevisions(node)];
}

function wrongsOfEvents(node: TestNode): string[] {
  const wrongs: string[] = [];
  const byAttempt = Map.groupBy(node.events.values(), (event) => event.attemptId);
  for (const [attempt, events] of byAttempt) {
    const sorted = events.toSorted((a, b) => a.n - b.n);
    if (sorted.some((event, index) => event.n !== index)) wrongs.push(`events of ${attempt} have gaps`);
    const outcomes = sorted.filter((event) => event.kind === 'outcome');
    if (outcomes.length !== 1) wrongs.push(`${outcomes.length} outcomes of ${attempt}`);
    if (sorted.at(-1)?.kind !== 'outcome') wrongs.push(`the last event of ${attempt} is no outcome`);
  }
  return wrongs;
}

function wrongsOfRevisions({ revisions }: TestNode): string[] {
  const falls = revisions.some((revision, index) => index > 0 && revision <= (revisions[index - 1] ?? 0));
  return falls ? ['the journal went back'] : [];
}

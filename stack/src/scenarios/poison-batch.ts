import { randomBytes } from 'node:crypto';
import { type FleetNode } from '../fleet/fleet-node.ts';
import { longestGap, SAMPLE_INTERVAL_S, sampledAt, untilSampled } from './node-series.ts';
import { queryPrometheus } from './prometheus-api.ts';
import { rawSender, type RawSender } from './raw-sender.ts';
import { establish, expect, type Story } from './story.ts';
import { until } from '../until.ts';
import { watchOf } from './watched-story.ts';

const DAY_MS = 86_400_000;

/** Batches that no store should see are each refused with their own code and counted; good ones go on meanwhile. */
export async function poisonBatch(story: Story): Promise<void> {
  const { stack, say } = story;
  const { prometheus } = watchOf(story);
  const [node, other] = stack.fleet;
  if (!node || !other) throw new Error('this story needs two nodes');
  await establish(story);
  await untilSampled(prometheus, node);
  const startedAt = Date.now() / 1000;
  const refusedBefore = await refused(prometheus);
  for (const [what, code, push] of poisons(node, other)) {
    const answer = await push(rawSender(stack, node));
    if (answer.kind !== 'refused') throw new Error(`${what} was answered ${answer.kind}`);
    expect(answer.code === code, `${what} to be refused as ${code}, and not ${answer.code}`);
    say(`${what}: ${answer.code}`);
  }
  const wanted = refusedBefore + poisons(node, other).length;
  await until('the hub to count them', 60, async () => {
    const counted = await refused(prometheus);
    return counted >= wanted ? true : `${counted} of ${wanted}`;
  });
  const poisoned = await queryPrometheus(prometheus, '{__name__=~"scenario_poison.*"}');
  expect(poisoned.length === 0, 'nothing of it in the store');
  await until('good samples after the poison', 60, async () => {
    const times = await sampledAt(prometheus, node, Date.now() / 1000 - startedAt);
    return times.length >= 2 && longestGap(times) <= 2 * SAMPLE_INTERVAL_S ? true : `${times.length} samples`;
  });
  say(`the samples of ${node.name} go on`);
}

type Poison = readonly [what: string, code: string, push: (sender: RawSender) => ReturnType<RawSender['bytes']>];

function poisons(node: FleetNode, other: FleetNode): Poison[] {
  const sample = { name: 'scenario_poison', labels: {}, value: 1, timestampMs: Date.now() };
  const own = { cluster: 'noderr', tier: node.tier, node_id: node.nodeId, service: 'agent' };
  return [
    ['bytes that are no Snappy block', 'ingest/malformed', ({ bytes }) => bytes(randomBytes(2_000))],
    [
      'a sample of another node',
      'ingest/foreign-labels',
      ({ samples }) => samples([sample], { ...own, node_id: other.nodeId }),
    ],
    [
      'a good sample and one of two days ago',
      'ingest/out-of-window',
      ({ samples }) =>
        samples([sample, { ...sample, name: 'scenario_poison_old', timestampMs: Date.now() - 2 * DAY_MS }]),
    ],
    [
      'a sample of tomorrow',
      'ingest/out-of-window',
      ({ samples }) => samples([{ ...sample, timestampMs: Date.now() + DAY_MS }]),
    ],
  ];
}

async function refused(prometheus: string): Promise<number> {
  const [sum] = await queryPrometheus(prometheus, 'sum(noderr_ingest_rejected_total)');
  return sum?.samples[0]?.[1] ?? 0;
}

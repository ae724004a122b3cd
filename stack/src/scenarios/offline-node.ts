import { setTimeout as delay } from 'node:timers/promises';
import { type FleetNode } from '../fleet/fleet-node.ts';
import { type Gate, openGate } from './gate.ts';
import { countOverTime, droppedBy, longestGap, SAMPLE_INTERVAL_S, sampledAt, untilSampled } from './node-series.ts';
import { leadThrough } from './lead-through.ts';
import { establish, expect, type Story } from './story.ts';
import { until } from '../until.ts';
import { watchOf } from './watched-story.ts';

const OUTAGE_S = 180;
const KILLS = 2;
/** What a killed agent may lose: samples that its disk did not have yet. */
const CRASH_LOSS_S = 60;
/** An agent that is started again takes its first sample within this. */
const START_S = 20;

/** A node that is cut off and whose agent is killed twice has delivered everything once the way is open again. */
export async function offlineNode(story: Story): Promise<void> {
  const { stack, say } = story;
  const { prometheus } = watchOf(story);
  const node = stack.fleet[0];
  if (!node || stack.ingestUrl === null) throw new Error('this story needs a node, and a hub that takes telemetry');
  await establish(story);
  const gate = await openGate(stack.ingestUrl);
  try {
    await leadThrough(stack, node, gate.url);
    await untilSampled(prometheus, node);
    const cutAt = Date.now() / 1000;
    await cutOff(story, node, gate);
    const openedAt = Date.now() / 1000;
    const allowed = CRASH_LOSS_S + SAMPLE_INTERVAL_S + START_S;
    const times = await until(`the whole outage of ${node.name} in Prometheus`, 300, async () => {
      const found = await sampledAt(prometheus, node, Date.now() / 1000 - cutAt + SAMPLE_INTERVAL_S);
      const newest = found.at(-1) ?? 0;
      const gap = longestGap(found);
      return newest > openedAt && gap <= allowed ? found : `${found.length} samples, longest gap ${gap.toFixed(0)} s`;
    });
    const window = (times.at(-1) ?? 0) - cutAt;
    const counted = await countOverTime(prometheus, node, Date.now() / 1000 - cutAt);
    const expected = Math.floor((window - KILLS * (allowed - SAMPLE_INTERVAL_S)) / SAMPLE_INTERVAL_S);
    say(
      `delivered after ${(Date.now() / 1000 - openedAt).toFixed(0)} s: ${counted} samples, longest gap ${longestGap(times).toFixed(1)} s`,
    );
    expect(counted >= expected, `at least ${expected} samples by count_over_time`);
    expect(new Set(times).size === times.length, 'every sample once');
    const dropped = await droppedBy(prometheus, node);
    expect(dropped === 0, `nothing to be dropped, and not ${dropped}`);
  } finally {
    await gate.close();
  }
}

async function cutOff({ stack, say }: Story, node: FleetNode, gate: Gate): Promise<void> {
  gate.shut();
  say(`${node.name} is cut off from the ingest listener for ${OUTAGE_S} s`);
  for (let kill = 1; kill <= KILLS; kill += 1) {
    await delay((OUTAGE_S * 1000) / (KILLS + 1));
    await stack.agents.get(node.name)?.kill();
    await stack.startAgent(node);
    say(`its agent killed and started again, ${kill} of ${KILLS}`);
  }
  await delay((OUTAGE_S * 1000) / (KILLS + 1));
  gate.open();
}

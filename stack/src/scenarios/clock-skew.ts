import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { droppedBy, longestGap, SAMPLE_INTERVAL_S, sampledAt, untilSampled } from './node-series.ts';
import { queryPrometheus } from './prometheus-api.ts';
import { establish, expect, type Story } from './story.ts';
import { until } from '../until.ts';
import { watchOf } from './watched-story.ts';

const SKEWED_CLOCK = fileURLToPath(new URL('skewed-clock.ts', import.meta.url));
const SKEW_S = 15 * 60;
const WATCH_S = 60;
/** Of a machine that does much else. */
const TOLERANCE_S = 30;

/** A node whose clock is 15 minutes fast delivers with right times, loses nothing, and is named. */
export async function clockSkew(story: Story): Promise<void> {
  const { stack, say } = story;
  const { prometheus } = watchOf(story);
  const node = stack.fleet[0];
  if (!node) throw new Error('the fleet has no nodes');
  await establish(story);
  await untilSampled(prometheus, node);
  await stack.agents.get(node.name)?.stop();
  const skewedAt = Date.now() / 1000;
  await stack.startAgent(node, { import: SKEWED_CLOCK, env: { NODERR_SKEW_MS: String(SKEW_S * 1000) } });
  say(`${node.name}: clock ${SKEW_S / 60} minutes fast`);

  await until('the hub to know its offset', 120, async () => {
    const [offset] = await queryPrometheus(prometheus, `noderr_node_clock_offset_seconds{node_id="${node.nodeId}"}`);
    const seconds = offset?.samples[0]?.[1] ?? 0;
    return Math.abs(Math.abs(seconds) - SKEW_S) < TOLERANCE_S ? true : `${seconds} s`;
  });
  await delay(WATCH_S * 1000);
  const now = Date.now() / 1000;
  const times = await sampledAt(prometheus, node, now - skewedAt);
  const newest = times.at(-1) ?? 0;
  say(`newest sample ${(now - newest).toFixed(0)} s old, longest gap ${longestGap(times).toFixed(0)} s`);
  expect(Math.abs(now - newest) < SAMPLE_INTERVAL_S + TOLERANCE_S, 'samples to bear the right time');
  expect(longestGap(times) < SAMPLE_INTERVAL_S + TOLERANCE_S, 'no gap');
  expect((await droppedBy(prometheus, node)) === 0, 'nothing to be dropped');
  await until('NodeClockSkew to be on its way', 60, async () => {
    const alerts = await queryPrometheus(prometheus, `ALERTS{alertname="NodeClockSkew",node_id="${node.nodeId}"}`);
    return alerts.length > 0 ? true : null;
  });
  say('NodeClockSkew names it');
}

import { DEMO_TIER } from '../network.ts';
import { chainView } from '../chain-view.ts';
import { proveShown } from './prove-shown.ts';
import { establish, expect, runningIds, SECOND, type Story } from './story.ts';
import { until } from '../until.ts';

/** A sick release: the canary goes back to its kept container, the guard pauses on the chain, nobody else moves. */
export async function badCanary(story: Story): Promise<void> {
  const { stack, say } = story;
  const { running: before } = await establish(story);
  const bad = await stack.publish({ ...SECOND, fault: 'unhealthy' }, { promote: true });
  const card = await until('the guard’s pause', 180, async () => {
    const now = await stack.api.tier(DEMO_TIER);
    return now.guard.pausedReason !== null ? now : `${now.rollout.status}, ${JSON.stringify(now.rollout.counts)}`;
  });
  say(`paused by the guard: ${card.guard.pausedReason ?? ''}`);
  await until('the contract itself to say paused, at finality', 60, async () => {
    const { directive } = await chainView(stack);
    return directive.paused && directive.target === bad.id ? true : `paused: ${String(directive.paused)}`;
  });
  const { counts } = (await stack.api.tier(DEMO_TIER)).rollout;
  expect(counts.rolledBack >= 1, 'a canary to be rolled back');
  expect(counts.updated === 0, 'no node on the sick release');
  const after = await runningIds(story);
  for (const [name, id] of before) expect(after.get(name) === id, `${name} to run the container that it ran before`);
  say('every node runs the very container that it ran before');
  await proveShown(story);
}

import { DEMO_COHORT_DELAY_S } from '../demo-release.ts';
import { DEMO_TIER } from '../network.ts';
import { chainView } from '../chain-view.ts';
import { establish, expect, nodesOn, SECOND, type Story } from './story.ts';
import { throughout, until } from '../until.ts';

/** Pause stops a rollout on the chain: nothing starts afterwards, not after two delays with the hub dead either. */
export async function pause(story: Story): Promise<void> {
  const { stack, say } = story;
  await establish(story);
  const second = await stack.publish(SECOND, { promote: true });
  const card = await until('the rollout on the page', 60, async () => {
    const now = await stack.api.tier(DEMO_TIER);
    return now.rollout.target === second.id ? now : now.rollout.status;
  });
  const intent = await stack.api.pause(card);
  await until('the pause at finality', 60, async () => {
    const { status } = await stack.api.intent(intent.id);
    return status === 'final' ? true : status;
  });
  expect((await chainView(stack)).directive.paused, 'the contract itself to say paused');
  const settled = await until('attempts under way to end', 90, async () => {
    const { rollout } = await stack.api.tier(DEMO_TIER);
    return rollout.counts.updating === 0 ? await nodesOn(story, second) : 'updating';
  });
  say(`paused with ${settled.length} nodes on ${second.version}`);
  await stack.stopHub();
  say(`hub stopped; watching for two cohort delays`);
  await throughout('nothing moves while paused', 2 * DEMO_COHORT_DELAY_S, async () => {
    const on = await nodesOn(story, second);
    return on.length > settled.length ? `${on.length} nodes now run ${second.version}` : null;
  });
  await stack.startHub();
  const paused = await until('the hub to be back', 60, async () => {
    const now = await stack.api.tier(DEMO_TIER);
    return now.rollout.status === 'paused' ? now : now.rollout.status;
  });
  await stack.api.resume(paused);
  await until('the rollout to end after resume', 240, async () => {
    const { rollout } = await stack.api.tier(DEMO_TIER);
    return rollout.status === 'complete' ? true : rollout.status;
  });
  say('resumed, and complete');
}

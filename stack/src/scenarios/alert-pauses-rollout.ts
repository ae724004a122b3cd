import { DEMO_TIER } from '../network.ts';
import { chainView } from '../chain-view.ts';
import { establish, expect, nodesOn, SECOND, type Story } from './story.ts';
import { until } from '../until.ts';
import { watchOf } from './watched-story.ts';

const ALERT = 'ScenarioOrdersStopped';

/** An alert labelled `action: pause` reaches the guard through Alertmanager's webhook, which pauses on the chain. */
export async function alertPausesRollout(story: Story): Promise<void> {
  const { stack, say } = story;
  const { alertmanager } = watchOf(story);
  await establish(story);
  const second = await stack.publish(SECOND, { promote: true });
  await until('the rollout on the page', 60, async () => {
    const { rollout } = await stack.api.tier(DEMO_TIER);
    return rollout.target === second.id && rollout.status === 'running' ? true : rollout.status;
  });
  await alertmanager.raise(
    { alertname: ALERT, severity: 'critical', tier: DEMO_TIER, action: 'pause' },
    'Orders have stopped since the rollout began.',
  );
  const raisedAt = Date.now();
  const paused = await until('the guard’s pause', 120, async () => {
    const card = await stack.api.tier(DEMO_TIER);
    return card.guard.pausedReason !== null ? card : card.rollout.status;
  });
  const reason = paused.guard.pausedReason ?? '';
  say(`paused after ${((Date.now() - raisedAt) / 1000).toFixed(1)} s: ${reason}`);
  expect(reason.includes(ALERT), 'the reason to name the alert');
  await until('the contract itself to say paused, at finality', 60, async () => {
    const { directive } = await chainView(stack);
    return directive.paused && directive.target === second.id ? true : `paused: ${String(directive.paused)}`;
  });
  expect((await nodesOn(story, second)).length < stack.fleet.length, 'the rollout to have stopped on its way');

  const final = await until('the pause on the page, as the chain has it', 60, async () => {
    const now = await stack.api.tier(DEMO_TIER);
    const { seq } = (await chainView(stack)).directive;
    return now.rollout.status === 'paused' && now.rollout.seq === seq ? now : now.rollout.status;
  });
  await stack.api.resume(final);
  await until('the rollout to end after resume, though the alert still fires', 240, async () => {
    const { rollout } = await stack.api.tier(DEMO_TIER);
    return rollout.status === 'complete' ? true : rollout.status;
  });
  say('resumed, and complete: an alert from before the resume does not pause again');
}

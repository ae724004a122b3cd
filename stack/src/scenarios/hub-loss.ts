import { DEMO_COHORT_DELAY_S } from '../demo-release.ts';
import { DEMO_TIER } from '../network.ts';
import { establish, expect, nodesOn, SECOND, type Story } from './story.ts';
import { throughout, until } from '../until.ts';

/** Without the hub a gated rollout waits and the nodes run on; when it is back, so is the rollout. */
export async function hubLoss(story: Story): Promise<void> {
  const { stack, machine, say } = story;
  await establish(story);
  const second = await stack.publish(SECOND, { promote: true });
  await stack.stopHub();
  say('hub stopped right after the release was announced');
  const canaries = await until('the canary to update from the chain alone', 120, async () => {
    const on = await nodesOn(story, second);
    return on.length > 0 ? on : 'nobody yet';
  });
  say(`${canaries.length} canaries updated without the hub`);
  await throughout('the gate stays shut', 2 * DEMO_COHORT_DELAY_S, async () => {
    for (const node of stack.fleet) {
      const states = (await machine.containers(node)).map((container) => container.state);
      if (states.filter((state) => state === 'running').length > 1) return `${node.name} runs twice`;
    }
    return null;
  });
  expect((await nodesOn(story, second)).length < stack.fleet.length, 'the rollout to wait for the hub');
  await stack.startHub();
  await until('the rollout to end once the hub is back', 240, async () => {
    const { rollout } = await stack.api.tier(DEMO_TIER);
    return rollout.target === second.id && rollout.status === 'complete'
      ? true
      : `${rollout.status} ${JSON.stringify(rollout.gate)}`;
  });
  say('the hub is back, and the rollout complete');
}

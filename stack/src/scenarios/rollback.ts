import { DEMO_TIER } from '../network.ts';
import { chainView } from '../chain-view.ts';
import { proveShown } from './prove-shown.ts';
import { establish, expect, nodesOn, runningIds, SECOND, type Story } from './story.ts';
import { until } from '../until.ts';

/** A rollback at half way: updated nodes return to their kept containers, the others are left alone. */
export async function rollback(story: Story): Promise<void> {
  const { stack, machine, say } = story;
  const { first, running: before } = await establish(story);
  const second = await stack.publish(SECOND, { promote: true });
  await until('some nodes, and not all, to be updated', 180, async () => {
    const { counts, target } = (await stack.api.tier(DEMO_TIER)).rollout;
    return target === second.id && counts.updated >= 1 && counts.updating === 0 ? true : JSON.stringify(counts);
  });
  const updated = await nodesOn(story, second);
  expect(updated.length < stack.fleet.length, 'the rollout to be only half way');
  const intent = await stack.api.rollback(await stack.api.tier(DEMO_TIER), first.id);
  say(`rolling back: ${intent.preview.text}`);
  await until('the rollback on every node', 180, async () => {
    const { rollout: view } = await stack.api.tier(DEMO_TIER);
    return view.status === 'rolled-back' && view.target === first.id ? true : view.status;
  });
  expect((await chainView(stack)).directive.kind === 'rollback', 'the contract itself to say rollback');
  const after = await runningIds(story);
  for (const [name, id] of before) expect(after.get(name) === id, `${name} to be on the container that it had before`);
  for (const node of stack.fleet) {
    if (updated.includes(node)) continue;
    const attempts = (await stack.api.node(node.nodeId)).attempts.filter((attempt) => attempt.to === second.id);
    expect(attempts.length === 0, `${node.name} never to have been touched`);
    expect((await machine.running(node)).restartCount === 0, `${node.name} never to have been restarted`);
  }
  say(`${updated.length} nodes are back on their kept containers, ${stack.fleet.length - updated.length} untouched`);
  await proveShown(story);
}

import { DEMO_TIER } from '../network.ts';
import { establish, expect, nodesOn, SECOND, type Story } from './story.ts';
import { until } from '../until.ts';

/** A good release moves through canary and cohorts to the end, nobody before his cohort opened. */
export async function rollout(story: Story): Promise<void> {
  const { stack, machine, say } = story;
  await establish(story);
  const second = await stack.publish(SECOND, { promote: true });
  let opened = -1;
  await until('the second release on every node', 240, async () => {
    const card = await stack.api.tier(DEMO_TIER);
    const { rollout: view } = card;
    for (const cohort of view.cohorts) {
      const early = cohort.open ? 0 : cohort.counts.updated + cohort.counts.updating;
      expect(early === 0, `no node of cohort ${cohort.cohort} to move before it opens`);
    }
    const open = view.cohorts.filter((cohort) => cohort.open).length - 1;
    if (view.target === second.id && open > opened) {
      opened = open;
      say(`cohort ${open} is open, ${view.counts.updated} of ${view.nodes} updated`);
    }
    return view.target === second.id && view.status === 'complete' ? true : view.status;
  });
  const on = await nodesOn(story, second);
  expect(on.length === stack.fleet.length, `every container to run ${second.version} by its digest`);
  for (const node of stack.fleet) {
    const container = await machine.running(node);
    expect(container.imageDigest === second.components[0]?.digest, `${node.name} to run the digest of the chain`);
  }
  say(`every node runs ${second.version}, by the digest that the chain names`);
}

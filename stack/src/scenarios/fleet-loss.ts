import { DEMO_TIER } from '../network.ts';
import { type Page } from './alert-sink.ts';
import { establish, expect, type Story } from './story.ts';
import { throughout, until } from '../until.ts';
import { untilNodesAreJudged, watchOf } from './watched-story.ts';

const SHARE = 0.3;
/** Beyond the 300 s after which each node would be NodeDownLong by itself. */
const WATCH_S = 330;

/** Many nodes that go silent at once are one page: that of the fleet. */
export async function fleetLoss(story: Story): Promise<void> {
  const { stack, say } = story;
  const watch = watchOf(story);
  await establish(story);
  await untilNodesAreJudged(watch);
  const lost = stack.fleet.slice(0, Math.ceil(SHARE * stack.fleet.length));
  const killedAt = Date.now();
  await Promise.all(lost.map(async ({ name }) => stack.agents.get(name)?.kill()));
  say(`${lost.length} of ${stack.fleet.length} agents of ${DEMO_TIER} killed at once`);

  const fired = (): Page[] =>
    watch.sink.pages.filter(({ arrivedAt, status }) => arrivedAt > killedAt && status === 'firing');
  const [page] = await until('the page of the fleet', 120, () => {
    const pages = fired();
    return Promise.resolve(pages.length > 0 ? pages : null);
  });
  expect(page?.alerts[0]?.labels.alertname === 'FleetHeartbeatLoss', 'the first page to be that of the fleet');
  say(`the page of the fleet after ${((page?.arrivedAt ?? 0) - killedAt) / 1000} s; watching for others`);
  await throughout('no other page', WATCH_S, () => {
    const others = fired().filter((other) => other !== page);
    const names = others.flatMap(({ alerts }) => alerts.map(({ labels }) => labels.alertname));
    return Promise.resolve(others.length > 0 ? names.join(', ') : null);
  });
  say(`1 page, 0 others within ${WATCH_S} s`);
  await Promise.all(lost.map((node) => stack.startAgent(node)));
}

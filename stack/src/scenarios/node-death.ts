import { setTimeout as delay } from 'node:timers/promises';
import { type FleetNode } from '../fleet/fleet-node.ts';
import { establish, expect, type Story } from './story.ts';
import { until } from '../until.ts';
import { untilNodesAreJudged, type Watch, watchOf } from './watched-story.ts';

/** From the death of an agent to the webhook, at most; seconds. */
const PROMISE_S = 60;
/** Longer than an alert lives on after its cause is gone. */
const QUIET_S = 300;
const BETWEEN_DEATHS_MS = 60_000;
const BETWEEN_BLOWS_MS = 200;

/** A killed agent, and a service that dies under a live one, reach the pager within a minute. */
export async function nodeDeath(story: Story): Promise<void> {
  const { stack, say, runs } = story;
  const watch = watchOf(story);
  await establish(story);
  await untilNodesAreJudged(watch);
  const seconds: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const node = nodeOf(story, run);
    await untilQuiet(watch, node);
    const killedAt = Date.now();
    await stack.agents.get(node.name)?.kill();
    seconds.push(await secondsToPage(watch, node, killedAt));
    say(`agent of ${node.name} killed, webhook after ${(seconds.at(-1) ?? 0).toFixed(1)} s`);
    await stack.startAgent(node);
    if (run + 1 < runs) await delay(Math.max(0, killedAt + BETWEEN_DEATHS_MS - Date.now()));
  }
  say(`agents: p50 ${quantile(seconds, 0.5)} s, p95 ${quantile(seconds, 0.95)} s of ${runs}`);

  const node = nodeOf(story, runs);
  await untilQuiet(watch, node);
  const service = await serviceDeath(story, watch, node);
  say(`service of ${node.name} dying under a live agent, webhook after ${service.toFixed(1)} s`);
  expect(Number(quantile(seconds, 0.95)) <= PROMISE_S, `p95 of agents within ${PROMISE_S} s`);
}

function nodeOf({ stack }: Story, run: number): FleetNode {
  const node = stack.fleet[run % stack.fleet.length];
  if (!node) throw new Error('the fleet has no nodes');
  return node;
}

/** A node that was killed before must be well again, or its alert would be the old one. */
async function untilQuiet({ alertmanager }: Watch, { name, nodeId }: FleetNode): Promise<void> {
  await until(`no alert on ${name}`, QUIET_S, async () => {
    const alerts = await alertmanager.active({ alertname: 'NodeDown', node_id: nodeId });
    return alerts.length === 0 ? true : 'NodeDown still fires';
  });
}

async function secondsToPage({ sink }: Watch, { name, nodeId }: FleetNode, since: number): Promise<number> {
  const page = await until(`the webhook of ${name}`, QUIET_S, () =>
    Promise.resolve(
      sink.pages.find(({ arrivedAt, alerts }) =>
        alerts.some(
          ({ status, labels }) =>
            arrivedAt > since && status === 'firing' && labels.alertname === 'NodeDown' && labels.node_id === nodeId,
        ),
      ) ?? null,
    ),
  );
  return (page.arrivedAt - since) / 1000;
}

/** Its restart policy brings a service back, so one that is truly broken dies again and again. */
async function serviceDeath({ machine }: Story, watch: Watch, node: FleetNode): Promise<number> {
  const told = new AbortController();
  const since = Date.now();
  const blows = (async () => {
    while (!told.signal.aborted) {
      await machine.killService(node);
      await delay(BETWEEN_BLOWS_MS);
    }
  })();
  try {
    return await secondsToPage(watch, node, since);
  } finally {
    told.abort();
    await blows;
  }
}

function quantile(seconds: readonly number[], share: number): string {
  const sorted = seconds.toSorted((a, b) => a - b);
  return (sorted[Math.ceil(share * sorted.length) - 1] ?? 0).toFixed(1);
}

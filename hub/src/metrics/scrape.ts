import { type Registry } from '@prometheus-io/client';
import { type Clock } from '../clock.ts';
import { type EventHistory } from '../events/event-history.ts';
import { type Fleet } from '../fleet/fleet.ts';
import { exposition } from './exposition.ts';
import { nodeFamilies } from './node-families.ts';
import { type RolloutFacts } from './rollout-facts.ts';
import { rolloutFamilies } from './rollout-families.ts';
import { type SignerFacts } from './signer-facts.ts';
import { signerFamilies } from './signer-families.ts';

export interface ScrapeDeps {
  registry: Pick<Registry, 'metrics'>;
  fleet: Pick<Fleet, 'list'>;
  events: Pick<EventHistory, 'outcomesOf'>;
  rollouts: RolloutFacts;
  signer: SignerFacts;
  clock: Clock;
}

/** Everything that the hub tells Prometheus, in text format 0.0.4. */
export async function scrape({ registry, fleet, events, rollouts, signer, clock }: ScrapeDeps): Promise<string> {
  const facts = await rollouts.rolloutFacts();
  const present = facts.filter(({ view }) => view.rolloutId > 0);
  const outcomes = await Promise.all(present.map(({ view }) => events.outcomesOf(view.tier, view.rolloutId)));
  const enrolled = fleet.list();
  const known = new Set(enrolled.map((node) => node.nodeId));
  const last = outcomes.flatMap((of) => [...of.values()]).filter(({ nodeId }) => known.has(nodeId));
  const ours = exposition([
    ...nodeFamilies(enrolled, last, clock.now()),
    ...rolloutFamilies(facts),
    ...signerFamilies(await signer.signerFact()),
  ]);
  return `${await registry.metrics()}\n${ours}`;
}

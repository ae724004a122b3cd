import {
  type Address,
  type Ms,
  NODE_TIERS,
  type NodeDetail,
  type NodeId,
  type NodeList,
  type NodeListQuery,
  type NodeTier,
  type ReleaseDetail,
  type ReleaseId,
  type RolloutEvidence,
  type RolloutHistory,
  rolloutSpans,
  type Seq,
  type Tier,
  type TierCard,
  type TierList,
} from '@noderr/protocol';
import { type Actions } from '../actions/actions.ts';
import { type Transactions } from '../actions/transactions.ts';
import { type ChainState } from '../chain/chain-state.ts';
import { chainStatus } from '../chain/chain-status.ts';
import { type Clock } from '../clock.ts';
import { type EventHistory } from '../events/event-history.ts';
import { type Fleet } from '../fleet/fleet.ts';
import { type Guard } from '../guard/guard.ts';
import { type Steering } from '../guard/steering.ts';
import { HubError } from '../problem/hub-error.ts';
import { type ActorBook } from './change-actor.ts';
import { nodeDetail } from './node-detail.ts';
import { nodeSummary, pickNodes } from './node-summary.ts';
import { pauseOf } from './pause-of.ts';
import { lastRolloutOf, releaseDetail } from './release-detail.ts';
import { rolloutEvidence } from './rollout-evidence.ts';
import { rolloutSummary } from './rollout-history.ts';
import { type Rollouts } from './rollouts.ts';
import { blockTimeMs, tierCard } from './tier-card.ts';
import { type RolloutPolicy } from './tier-picture.ts';
import { changeMarks, outcomeMark } from './timeline.ts';

export interface PagesOptions {
  chainId: number;
  beacon: Address;
  gateEnabled: boolean;
  policy: RolloutPolicy;
}

export interface PagesDeps {
  clock: Clock;
  fleet: Fleet;
  events: EventHistory;
  chain: () => ChainState;
  rollouts: Rollouts;
  guard: Guard;
  steering: Steering;
  actions: Pick<Actions, 'shown' | 'actors'>;
  transactions: Pick<Transactions, 'signer'>;
}

export interface HistoryQuery {
  tier?: Tier | undefined;
  since?: number | undefined;
  until?: number | undefined;
}

/** The answers to all that is read through Grafana. */
export interface Pages {
  tiers(): Promise<TierList>;
  /** A tier's view and what it was made from, all at one moment. */
  evidence(tier: Tier): Promise<RolloutEvidence>;
  history(query: HistoryQuery): Promise<RolloutHistory>;
  /** @throws HubError `release/unknown` */
  release(tier: Tier, id: ReleaseId): Promise<ReleaseDetail>;
  nodes(query: NodeListQuery): Promise<NodeList>;
  /** @throws HubError `node/unknown` */
  node(id: NodeId): Promise<NodeDetail>;
  actorBook(): Promise<ActorBook>;
}

const MAX_ATTEMPTS = 50;
const MAX_OUTCOME_MARKS = 2_000;

export function createPages(options: PagesOptions, deps: PagesDeps): Pages {
  const { clock, fleet, events, rollouts, actions } = deps;

  async function actorBook(): Promise<ActorBook> {
    return { byTransaction: await actions.actors(), signer: (await deps.transactions.signer()).address };
  }

  async function card(tier: NodeTier, actors: ActorBook): Promise<TierCard> {
    const picture = await rollouts.picture(tier);
    const intent = await actions.shown(tier);
    const pause = pauseOf(picture.tier, actors);
    // The page says so as soon as the guard acts, not only when its transaction is final.
    const pausing = intent?.actor.kind === 'guard' && intent.kind === 'pause' ? intent.reason : null;
    const pausedReason = pause?.by === 'guard' ? pause.reason : pause === null ? pausing : null;
    return tierCard({
      tier,
      picture,
      chain: deps.chain(),
      signer: await deps.transactions.signer(),
      actors,
      guard: deps.guard.view(picture, deps.steering.readiness(tier), pausedReason),
      gateEnabled: options.gateEnabled && deps.steering.readiness(tier).ready,
      intent,
    });
  }

  return {
    actorBook,
    async tiers() {
      const actors = await actorBook();
      const tiers = [];
      for (const tier of NODE_TIERS) tiers.push(await card(tier, actors));
      return {
        now: clock.now(),
        chain: chainStatus(options, deps.chain(), await deps.transactions.signer()),
        tiers,
      };
    },
    async evidence(tier) {
      return rolloutEvidence(await rollouts.picture(tier), options.policy);
    },
    async history({ tier: only, since = 0, until = Number.MAX_SAFE_INTEGER }) {
      const actors = await actorBook();
      const answer: RolloutHistory = { now: clock.now(), rollouts: [], marks: [] };
      for (const tier of only === undefined ? deps.chain().tiers.keys() : [only]) {
        const picture = await rollouts.picture(tier);
        const spans = rolloutSpans(picture.tier.changes).filter(
          ({ first, next }) =>
            blockTimeMs(first.block.time) <= until && (next === null || blockTimeMs(next.block.time) >= since),
        );
        for (const span of spans) {
          const outcomes = await events.outcomesOf(tier, span.first.directive.rolloutId);
          answer.rollouts.push(rolloutSummary(span, picture, outcomes, actors));
        }
        const inTime = { tier, since: since as Ms, until: until as Ms, limit: MAX_OUTCOME_MARKS };
        const outcomes = await events.outcomes(inTime);
        answer.marks.push(
          ...changeMarks(picture.tier, actors).filter(({ at }) => at >= since && at <= until),
          ...outcomes.map((outcome) =>
            outcomeMark(outcome, picture.tier, fleet.get(outcome.nodeId)?.name ?? outcome.nodeId.slice(0, 10)),
          ),
        );
      }
      answer.rollouts.sort((a, b) => b.startedAt - a.startedAt);
      answer.marks.sort((a, b) => a.at - b.at);
      return answer;
    },
    async release(tier, id) {
      const picture = await rollouts.picture(tier);
      const release = picture.tier.releases.get(id);
      if (!release) throw new HubError('release/unknown', `there is no release ${id} of ${tier}`);
      const rolloutId = lastRolloutOf(release, picture.tier);
      const outcomes = rolloutId === null ? new Map() : await events.outcomesOf(tier, rolloutId as Seq);
      return releaseDetail(release, picture, outcomes);
    },
    async nodes(query) {
      const rows = [];
      for (const tier of query.tier === undefined ? NODE_TIERS : [query.tier]) {
        const picture = await rollouts.picture(tier);
        rows.push(...picture.nodes.map((node) => nodeSummary(node, picture)));
      }
      return { now: clock.now(), ...pickNodes(rows, query) };
    },
    async node(id) {
      const known = fleet.get(id);
      const picture = known && (await rollouts.picture(known.tier));
      const node = picture?.nodes.find(({ fleet: { nodeId } }) => nodeId === id);
      if (!picture || !node) throw new HubError('node/unknown', 'no such node is enrolled');
      return nodeDetail(node, picture, await events.attemptsOf(id, MAX_ATTEMPTS));
    },
  };
}

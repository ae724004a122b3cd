import {
  acceptView,
  type Agreed,
  type BeaconReader,
  type ChainReadings,
  type QuorumReport,
  type Watermark,
} from '@noderr/beacon';
import { type ChainView, type Ms, type Release, type ReleaseId, type Seq, type Tier } from '@noderr/protocol';
import { type Clock } from '../clock.ts';
import { type ChainState, emptyTier, type LatestDirective, type TierChain, tierOf } from './chain-state.ts';
import { type ChainStore, type SeenChange } from './chain-store.ts';
import { readingProblem } from './reading-problem.ts';

/** What the hub needs of beacon's reader. */
export type BeaconSource = Pick<BeaconReader, 'readViews' | 'readLatest' | 'changes' | 'readRelease'>;

export interface ChainFollowerOptions {
  tiers: readonly Tier[];
  /** Readings that fail for this long make the chain stale; milliseconds. */
  graceMs: number;
}

export interface ChainFollowerDeps {
  beacon: BeaconSource;
  store: ChainStore;
  clock: Clock;
  logger: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
}

export interface ChainFollower {
  readonly state: () => ChainState;
  /** Reads the stored history; before that the state is empty. */
  load(): Promise<void>;
  /** Reads the chain once; never fails for what the endpoints do. */
  tick(signal: AbortSignal): Promise<void>;
}

/** The newest block is read for tiers without a release in every so many ticks: endpoints count requests. */
const UNPUBLISHED_EVERY = 5;

/** Why a tier's reading was not taken over. */
class TierFault extends Error {}

export function createChainFollower(options: ChainFollowerOptions, deps: ChainFollowerDeps): ChainFollower {
  const { beacon, store, clock, logger } = deps;
  const firstSeen = new Map<string, Ms>();
  let isPinned = false;
  let ticks = 0;
  let state: ChainState = {
    block: null,
    readAt: null,
    stale: true,
    problem: 'the chain was not read yet',
    quorum: { needed: 0, agreeing: 0, endpoints: 0 },
    tiers: new Map(options.tiers.map((tier) => [tier, emptyTier(tier)])),
  };

  async function load(): Promise<void> {
    const tiers = new Map<Tier, TierChain>();
    for (const tier of options.tiers) {
      const changes = await store.changes(tier);
      const releases = new Map((await store.releases(tier)).map((release) => [release.id, release]));
      tiers.set(tier, { tier, directive: changes.at(-1)?.directive ?? null, latest: null, changes, releases });
    }
    state = { ...state, tiers };
  }

  async function readLatest(tier: Tier, signal: AbortSignal): Promise<LatestDirective | null> {
    const reading = await beacon.readLatest(tier, 0 as ReleaseId, signal);
    if (reading.kind !== 'latest') return null;
    const { directive, block } = reading.view;
    const key = `${tier}/${directive.headHash}`;
    if (!firstSeen.has(key)) firstSeen.set(key, clock.now());
    return { directive, block, readAt: clock.now() };
  }

  /** When the hub first saw a change; for one that it never saw at `latest`, its age in block time before now. */
  function seenAt(change: Omit<SeenChange, 'seenAt'>, newest: ChainView['block']): Ms {
    const seen = firstSeen.get(`${change.directive.tier}/${change.directive.headHash}`);
    if (seen !== undefined) return seen;
    return (clock.now() - Math.max(0, newest.time - change.block.time) * 1000) as Ms;
  }

  async function readReleases(
    tier: TierChain,
    view: ChainView,
    added: readonly SeenChange[],
    signal: AbortSignal,
  ): Promise<Release[]> {
    const wanted = new Set<number>();
    for (const { action, subject } of added) if (action === 'publish' || action === 'revoke') wanted.add(subject);
    const found: Release[] = [];
    for (const id of wanted) {
      const reading = await beacon.readRelease(tier.tier, id as ReleaseId, signal);
      if (reading.kind !== 'final' || !reading.release) {
        throw new TierFault(`release ${id} of ${tier.tier} cannot be read`);
      }
      found.push(reading.release);
    }
    for (const known of [view.target, view.baseline]) {
      if (known && !tier.releases.has(known.id) && !wanted.has(known.id)) found.push(known);
    }
    return found;
  }

  async function follow(tier: TierChain, view: ChainView, reading: Agreed, signal: AbortSignal): Promise<TierChain> {
    const accepted = acceptView(watermarkOf(tier, state), view);
    if (accepted.kind === 'rejected') throw new TierFault(`${tier.tier}: ${accepted.message}`);
    if (accepted.kind === 'behind') return tier;
    const known = tier.changes.at(-1);
    if (view.directive.seq === (known?.directive.seq ?? 0)) return tier;

    const from = known?.block.number ?? reading.deployment.deploymentBlock;
    const history = await beacon.changes(tier.tier, from, signal);
    if (history.kind !== 'final') throw new TierFault(`the history of ${tier.tier} cannot be read (${history.code})`);
    const added = history.changes
      .filter(({ directive: { seq } }) => seq > (known?.directive.seq ?? 0) && seq <= view.directive.seq)
      .map((change) => ({ ...change, seenAt: seenAt(change, tier.latest?.block ?? view.block) }));
    const newest = added.at(-1)?.directive;
    const gapless = added.every(({ directive }, i) => directive.seq === (known?.directive.seq ?? 0) + 1 + i);
    if (!gapless || newest?.headHash !== view.directive.headHash) {
      throw new TierFault(`the events of ${tier.tier} do not lead to its directive at seq ${view.directive.seq}`);
    }
    const releases = await readReleases(tier, view, added, signal);
    await store.save(tier.tier, added, releases);
    logger.info({ tier: tier.tier, seq: newest.seq, action: added.at(-1)?.action }, 'directive changed');
    return {
      ...tier,
      directive: view.directive,
      changes: [...tier.changes, ...added],
      releases: new Map([...tier.releases, ...releases.map((release) => [release.id, release] as const)]),
    };
  }

  /** Fails closed: a reading that is no basis for action makes the state stale at once or after the grace time. */
  function unread(readings: Exclude<ChainReadings, Agreed>): void {
    const problem = readingProblem(readings);
    const since = state.readAt;
    const lost = since === null || clock.now() - since > options.graceMs;
    if (problem !== state.problem) logger.warn({ code: readings.code }, 'the chain cannot be read');
    state = {
      ...state,
      quorum: quorumOf(readings.quorum),
      problem,
      stale: readings.kind === 'mismatch' || lost || state.stale,
    };
  }

  async function tick(signal: AbortSignal): Promise<void> {
    const questions = options.tiers.map((tier) => ({ tier, current: 0 as ReleaseId }));
    const all = ticks++ % UNPUBLISHED_EVERY === 0;
    const [readings, ...latests] = await Promise.all([
      beacon.readViews(questions, signal),
      ...options.tiers.map((tier) => (all || tierOf(state, tier).directive ? readLatest(tier, signal) : null)),
    ]);
    if (signal.aborted) return;
    const fresh = new Map(
      options.tiers.map((tier, i) => [tier, { ...tierOf(state, tier), latest: latests[i] ?? null }]),
    );
    state = { ...state, tiers: fresh };
    if (readings.kind === 'mismatch' || readings.kind === 'unavailable') {
      unread(readings);
      return;
    }
    if (readings.kind === 'final' && !isPinned) {
      await store.saveIdentity(readings.deployment);
      isPinned = true;
    }
    const faults: string[] = [];
    const tiers = new Map<Tier, TierChain>();
    for (const [i, tier] of options.tiers.entries()) {
      const known = tierOf(state, tier);
      const view = readings.views[i];
      try {
        tiers.set(tier, view ? await follow(known, view, readings, signal) : known);
      } catch (error) {
        if (!(error instanceof TierFault)) throw error;
        faults.push(error.message);
        tiers.set(tier, known);
      }
    }
    const problem = faults[0] ?? readingProblem(readings);
    if (problem !== state.problem) {
      if (problem === '') logger.info({ block: readings.block.number }, 'the chain is read');
      else logger.warn({ problem }, 'the chain is no basis for action');
    }
    state = {
      block: state.block && state.block.number > readings.block.number ? state.block : readings.block,
      readAt: clock.now(),
      stale: problem !== '',
      problem,
      quorum: quorumOf(readings.quorum),
      tiers,
    };
  }

  return { state: () => state, load, tick };
}

function quorumOf(report: QuorumReport): ChainState['quorum'] {
  return { needed: report.needed, agreeing: report.agreeing, endpoints: report.endpoints.length };
}

/** What of a tier was final before; nothing of it may go down. */
function watermarkOf(tier: TierChain, state: ChainState): Watermark {
  const directive = tier.directive;
  return {
    seq: directive?.seq ?? (0 as Seq),
    headHash: directive?.headHash ?? null,
    height: state.block?.number ?? tier.changes.at(-1)?.block.number ?? 0,
    floor: directive?.floor ?? (0 as ReleaseId),
    trustVersion: directive?.trust.version ?? 0,
  };
}

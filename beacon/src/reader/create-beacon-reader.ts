import { type ChainView, ReleaseId } from '@noderr/protocol';
import { AbiError } from '../contract/abi-codec.ts';
import { chainViewOf, releaseOf } from '../contract/chain-view-of.ts';
import { type Deployment } from '../contract/deployment.ts';
import { HexData } from '../contract/hex.ts';
import { agree, type Agreement, type AskContent, type Content, type Disagreement } from './agree.ts';
import {
  type BeaconReader,
  type BeaconReaderDeps,
  type BeaconReaderOptions,
  type ViewQuestion,
} from './beacon-reader.ts';
import { ageProblem } from './block-agreement.ts';
import { createBrakeLedger } from './brake-ledger.ts';
import { type Agreed, type ChainReading, type ChainReadings, type LatestReading } from './chain-reading.ts';
import { type HeadKind } from './endpoint.ts';
import { endpointsOf } from './reader-endpoints.ts';
import { deploymentBlock, malformed, parsing, takesDown, unusable } from './unusable-reading.ts';
import { createQuorumRound, type QuorumRound } from './quorum-round.ts';
import { readBrake } from './read-brake.ts';
import { askBlock, blockOfParts } from './read-block.ts';
import { askChanges, changesOf } from './read-changes.ts';

const DEFAULT_MAX_AGE_S = 20 * 60;
/** What the slower endpoints get once a quorum has answered; milliseconds. */
const GRACE_MS = 1_000;
/** More where a single one that is slow may still have to say stop. */
const BRAKE_GRACE_MS = 3_000;

interface Outcome {
  result: Agreement | Disagreement;
  round: QuorumRound;
}

/** @throws RangeError for options that cannot work */
export function createBeaconReader(options: BeaconReaderOptions, deps: BeaconReaderDeps): BeaconReader {
  const endpoints = endpointsOf(options);
  const hosts = endpoints.map(({ host }) => host);
  const needed = options.quorum ?? Math.floor(endpoints.length / 2) + 1;
  if (needed < 1 || needed > endpoints.length) {
    throw new RangeError(`a quorum of ${needed} cannot come from ${endpoints.length} endpoints`);
  }
  const finalHead: HeadKind =
    options.confirmations === undefined ? { kind: 'finalized' } : { kind: 'confirmed', blocks: options.confirmations };
  const { chainId, beacon } = options;
  const maxAgeS = options.maxAgeS ?? DEFAULT_MAX_AGE_S;
  const ledger = createBrakeLedger();
  let pinned: Deployment | undefined = options.deployment;

  async function attempt(head: HeadKind, ask: AskContent, signal: AbortSignal, graceMs: number): Promise<Outcome> {
    const round = createQuorumRound({ hosts, needed, graceMs });
    return { round, result: await agree(round, endpoints, { chainId, beacon, pinned }, head, ask, signal) };
  }

  /** Does not wait for slow endpoints unless the fast ones are not enough. */
  async function atAgreedBlock(head: HeadKind, ask: AskContent, signal: AbortSignal): Promise<Outcome> {
    const fast = await attempt(head, ask, signal, GRACE_MS);
    if (fast.result.kind === 'agreed' || !fast.round.hasStragglers) return fast;
    return attempt(head, ask, signal, Infinity);
  }

  async function views(
    questions: readonly ViewQuestion[],
    head: HeadKind,
    signal: AbortSignal,
  ): Promise<{ kind: 'agreed'; agreed: Agreed } | Disagreement> {
    const { result, round } = await atAgreedBlock(
      head,
      async (endpoint, block, inner) => {
        const parts = await Promise.all(
          questions.map(({ tier, current }) => endpoint.chainView(beacon, block.hash, tier, current, inner)),
        );
        return { parts, deploymentBlock: pinned ? undefined : deploymentBlock(endpoint, parts[0]) };
      },
      signal,
    );
    if (result.kind !== 'agreed') return result;
    const { block, deployment, hosts: agreeing } = result;
    const context = { chainId, beacon, block, deploymentBlockHash: deployment.deploymentBlockHash };
    const parsed = parsing(() =>
      questions.map((question, index): ChainView =>
        chainViewOf(HexData.parse(result.parts[index]), { ...context, ...question }),
      ),
    );
    if (parsed instanceof AbiError) return malformed(round, agreeing, parsed);
    pinned ??= deployment;
    return { kind: 'agreed', agreed: { views: parsed, block, deployment, quorum: round.report(agreeing) } };
  }

  function aged(agreed: Agreed): ({ fresh: true } & Agreed) | Extract<ChainReadings, { kind: 'stale' }> {
    const ageS = Math.floor(deps.now() / 1000) - agreed.block.time;
    const code = ageProblem(ageS, maxAgeS);
    return code === undefined ? { fresh: true, ...agreed } : { kind: 'stale', code, ageS, ...agreed };
  }

  async function readViews(questions: readonly ViewQuestion[], signal?: AbortSignal): Promise<ChainReadings> {
    const found = await views(questions, finalHead, signalOr(signal));
    if (found.kind !== 'agreed') return found;
    const reading = aged(found.agreed);
    return 'fresh' in reading ? { kind: 'final', ...found.agreed } : reading;
  }

  async function readOne(
    question: ViewQuestion,
    head: HeadKind,
    signal: AbortSignal,
  ): Promise<Exclude<ChainReading, { kind: 'final' }> | ({ kind: 'fresh'; view: ChainView } & Agreed)> {
    const found = await views([question], head, signal);
    if (found.kind !== 'agreed') return found;
    const [view] = found.agreed.views;
    if (!view) throw new RangeError('one question has one view');
    const reading = aged(found.agreed);
    return 'fresh' in reading ? { kind: 'fresh', view, ...found.agreed } : { view, ...reading };
  }

  const reader: BeaconReader = {
    readViews,
    async readView(tier, current, signal) {
      const reading = await readOne({ tier, current }, finalHead, signalOr(signal));
      return reading.kind === 'fresh' ? { ...reading, kind: 'final' } : reading;
    },
    async readLatest(tier, current, signal): Promise<LatestReading> {
      const reading = await readOne({ tier, current }, { kind: 'latest' }, signalOr(signal));
      return reading.kind === 'fresh' ? { ...reading, kind: 'latest' } : reading;
    },
    brake(final, signal) {
      const round = createQuorumRound({ hosts, needed, graceMs: BRAKE_GRACE_MS });
      return readBrake(final, { round, ledger, endpoints, chainId, now: deps.now(), signal: signalOr(signal) });
    },
    async emergency(final, signal) {
      const latest = await reader.readLatest(final.directive.tier, final.current, signal);
      if (latest.kind !== 'latest') return unusable(latest);
      const { view, quorum } = latest;
      return takesDown(view, final) ? { kind: 'rollback', view, quorum } : { kind: 'none', quorum };
    },
    async readPausedAtLatest(tier, signal) {
      const latest = await reader.readLatest(tier, NOTHING, signal);
      if (latest.kind !== 'latest') return unusable(latest);
      const { directive } = latest.view;
      return { kind: directive.paused ? 'paused' : 'running', directive, quorum: latest.quorum };
    },
    async changes(tier, fromBlock, signal) {
      const either = signalOr(signal);
      const unpinned = await pin(either);
      if (unpinned) return unpinned;
      const { result, round } = await atAgreedBlock(
        finalHead,
        (endpoint, block, inner) => askChanges(endpoint, { beacon, tier, fromBlock }, block, inner),
        either,
      );
      if (result.kind !== 'agreed') return result;
      const changes = parsing(() => changesOf(result.parts));
      if (changes instanceof AbiError) return malformed(round, result.hosts, changes, 'chain/history-gap');
      return { kind: 'final', changes, through: result.block, quorum: round.report(result.hosts) };
    },
    async readRelease(tier, id, signal) {
      const either = signalOr(signal);
      const unpinned = await pin(either);
      if (unpinned) return unpinned;
      const { result, round } = await atAgreedBlock(
        finalHead,
        async (endpoint, block, inner): Promise<Content> => ({
          parts: [await endpoint.release(beacon, block.hash, tier, id, inner)],
          deploymentBlock: undefined,
        }),
        either,
      );
      if (result.kind !== 'agreed') return result;
      const release = parsing(() => releaseOf(HexData.parse(result.parts[0])));
      if (release instanceof AbiError) return malformed(round, result.hosts, release);
      return { kind: 'final', release, block: result.block, quorum: round.report(result.hosts) };
    },
    async readBlock(height, signal) {
      const either = signalOr(signal);
      const unpinned = await pin(either);
      if (unpinned) return unpinned;
      const { result, round } = await atAgreedBlock(
        finalHead,
        (endpoint, block, inner) => askBlock(endpoint, height, block, inner),
        either,
      );
      if (result.kind !== 'agreed') return result;
      return { kind: 'final', block: blockOfParts(result.parts), quorum: round.report(result.hosts) };
    },
  };

  /** Questions without a view cannot check an identity that nothing has pinned yet. */
  async function pin(signal: AbortSignal): Promise<Disagreement | undefined> {
    if (pinned) return undefined;
    const found = await views([{ tier: 'ALL', current: NOTHING }], finalHead, signal);
    return found.kind === 'agreed' ? undefined : found;
  }

  return reader;
}

const NOTHING = ReleaseId.parse(0);

function signalOr(signal: AbortSignal | undefined): AbortSignal {
  return signal ?? new AbortController().signal;
}

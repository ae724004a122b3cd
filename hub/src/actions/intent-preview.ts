import {
  cohortOf,
  DATA_POLICIES,
  type DataPolicy,
  type Directive,
  type IntentPreview,
  type IntentRequest,
  isCounted,
  type Release,
  type ReleaseId,
  wantedRelease,
} from '@noderr/protocol';
import { acknowledgedAt, type TierChain } from '../chain/chain-state.ts';
import { type PicturedNode, type TierPicture } from '../rollouts/tier-picture.ts';

export type PreviewRequest = Pick<IntentRequest, 'kind' | 'tier'> & {
  to: ReleaseId | null;
  cohort: number | null;
};

/** What an action will do to each node, as far as the last heartbeats tell. */
type Fate = { kind: 'fast' | 'download' | 'untouched' } | { kind: 'cannot'; code: string };

/** What an action will do to how many nodes, in words and numbers. */
export function intentPreview(request: PreviewRequest, picture: TierPicture): IntentPreview {
  const fates = picture.expected.map((node) => fateOf(node, request, picture));
  const count = (kind: Fate['kind']): number => fates.filter((fate) => fate.kind === kind).length;
  const figures = {
    fast: count('fast'),
    download: count('download'),
    cannot: count('cannot'),
    untouched: count('untouched'),
    cannotReasons: cannotReasons(fates),
    data: request.kind === 'rollback' && request.to !== null ? descent(request.to, picture.tier) : null,
  };
  return { text: previewText(request, picture, figures), ...figures };
}

type Figures = Omit<IntentPreview, 'text'>;

function fateOf(node: PicturedNode, request: PreviewRequest, picture: TierPicture): Fate {
  const goal = goalOf(node, request, picture);
  const { heartbeat } = node.fleet;
  if (goal === null || goal === node.rollout.committed) return { kind: 'untouched' };
  if (!heartbeat || node.rollout.silent) return { kind: 'cannot', code: 'silent' };
  if (node.rollout.unmanaged) return { kind: 'cannot', code: 'unmanaged' };
  if (heartbeat.state.name === 'stuck') return { kind: 'cannot', code: 'stuck' };
  if (heartbeat.cannotFollow?.releaseId === goal) return { kind: 'cannot', code: heartbeat.cannotFollow.code };
  const up = goal > node.rollout.committed;
  if (up && node.rollout.held) return { kind: 'cannot', code: 'held' };
  if (up && heartbeat.failed?.releaseId === goal) return { kind: 'cannot', code: heartbeat.failed.code };
  return heartbeat.kept.includes(goal) ? { kind: 'fast' } : { kind: 'download' };
}

/** The release that the node will want because of the action; null where the action is none of its business. */
function goalOf(node: PicturedNode, request: PreviewRequest, picture: TierPicture): ReleaseId | null {
  const { tier, target, view } = picture;
  const { directive } = tier;
  if (!directive || !target || request.kind === 'pause') return null;
  const after = directiveAfter(request, directive);
  const next = tier.releases.get(after.target) ?? target;
  // An opening is about its own cohort alone: the earlier ones move anyway.
  if (request.kind === 'open' && cohortOf(node.fleet.nodeId, next.plan) !== request.cohort) return null;
  const wanted = wantedRelease(
    { directive: after, target: next, block: { time: view.asOf.time } },
    node.fleet.nodeId,
    node.rollout.committed,
  );
  return wanted.kind === 'move' ? wanted.to : null;
}

/** The directive as the contract will make it, as far as the rules for nodes look at it. */
function directiveAfter(request: PreviewRequest, before: Directive): Directive {
  switch (request.kind) {
    case 'pause':
      return { ...before, paused: true };
    case 'resume':
      return { ...before, paused: false };
    case 'open':
      return { ...before, openThrough: request.cohort ?? before.openThrough };
    case 'rollback': {
      const target = request.to ?? before.baseline;
      return {
        ...before,
        kind: 'rollback',
        target,
        baseline: target,
        withdrawn: Math.max(before.withdrawn, before.target) as ReleaseId,
        paused: before.pausedByGuardian,
      };
    }
  }
}

/** The strictest policy of the releases that a node at the target goes back over. */
function descent(to: ReleaseId, tier: TierChain): DataPolicy {
  const top = tier.directive?.target ?? to;
  return [...tier.releases.values()]
    .filter(({ id }) => id > to && id <= top)
    .map(({ data }) => data)
    .reduce<DataPolicy>((a, b) => (DATA_POLICIES.indexOf(b) > DATA_POLICIES.indexOf(a) ? b : a), 'compatible');
}

function cannotReasons(fates: readonly Fate[]): IntentPreview['cannotReasons'] {
  const counts = new Map<string, number>();
  for (const fate of fates) if (fate.kind === 'cannot') counts.set(fate.code, (counts.get(fate.code) ?? 0) + 1);
  return [...counts].map(([code, nodes]) => ({ code, nodes })).sort((a, b) => b.nodes - a.nodes);
}

function previewText(request: PreviewRequest, picture: TierPicture, figures: Figures): string {
  const { tier, target, view } = picture;
  const what = `${request.tier} ${target?.version ?? ''}`.trim();
  switch (request.kind) {
    case 'pause': {
      const { updated, updating } = view.counts;
      return `Pause ${what}: ${nodesText(updated)} ${updated === 1 ? 'runs it and stays' : 'run it and stay'} on it, ${nodesText(updating)} updating now finish or go back, no other starts.`;
    }
    case 'resume': {
      const failures = countFailures(picture);
      const forgiven =
        failures === 0
          ? ''
          : ` ${failures === 1 ? 'The failure so far is' : `The ${failures} failures so far are`} acknowledged: the guard counts only later ones.`;
      return `Resume ${what}: ${movesText(figures)}. Its clock goes on where it stopped.${forgiven}`;
    }
    case 'open':
      return `Open cohort ${request.cohort ?? 0} of ${what}: ${movesText(figures)}.${gateText(picture)}`;
    case 'rollback': {
      const to: Release | undefined = request.to === null ? undefined : tier.releases.get(request.to);
      return `Roll back ${request.tier} to ${to?.version ?? 'an earlier release'}: ${movesText(figures)}. Data: ${figures.data ?? 'compatible'}.`;
    }
  }
}

function movesText({ fast, download, cannot, untouched, cannotReasons: reasons }: Figures): string {
  const why = reasons.map(({ code, nodes }) => `${nodes} ${code}`).join(', ');
  return [
    ...(fast > 0 ? [`${nodesText(fast)} fast (kept container)`] : []),
    ...(download > 0 ? [`${nodesText(download)} must download`] : []),
    ...(cannot > 0 ? [`${nodesText(cannot)} cannot (${why})`] : []),
    `${nodesText(untouched)} stay${untouched === 1 ? 's' : ''} untouched`,
  ].join(', ');
}

/** What the gate would still wait for: an admin who opens overrides the evidence. */
function gateText({ view: { gate } }: TierPicture): string {
  const missing = gate?.waitsFor.filter((what) => what !== 'delay' && what !== 'pause' && what !== 'final') ?? [];
  if (!gate || missing.length === 0) return '';
  const { have, eligible } = gate.evidence;
  return ` The gate would still wait for ${missing.join(', ')} (${have} of ${eligible} nodes have an outcome).`;
}

function countFailures({ expected, tier }: TierPicture): number {
  const since = acknowledgedAt(tier);
  return expected.filter(({ rollout }) => isCounted(rollout, since)).length;
}

function nodesText(count: number): string {
  return count === 1 ? '1 node' : `${count} nodes`;
}

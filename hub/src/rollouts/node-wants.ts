import { cohortCount, elapsedOf, type NodeDetail, type ReleaseId, wantedRelease, type Wanted } from '@noderr/protocol';
import { durationText } from './duration-text.ts';
import { type PicturedNode, type TierPicture } from './tier-picture.ts';
import { versionOf } from './version-shares.ts';

type Wants = NodeDetail['wants'];

/** What a node wants by the final directive and what it waits for, in words. */
export function nodeWants(node: PicturedNode, picture: TierPicture): Wants {
  const { directive } = picture.tier;
  const committed = node.rollout.committed;
  if (!directive || !picture.target) return stay(committed, picture, `Nothing was published for its tier yet.`);
  const wanted = wantedRelease(
    { directive, target: picture.target, block: { time: picture.view.asOf.time } },
    node.fleet.nodeId,
    committed,
  );
  const wants = wanted.kind === 'move' ? move(wanted, picture) : waiting(wanted, committed, picture);
  const obstacle = obstacleOf(node, picture, wanted);
  return obstacle === null ? wants : { ...wants, text: `${wants.text} ${obstacle}` };
}

type Move = Extract<Wanted, { kind: 'move' }>;
type Stay = Extract<Wanted, { kind: 'stay' }>;

const WHY: Readonly<Record<Move['reason'], string>> = {
  'install-baseline': 'it has no release yet',
  rollback: 'the tier is rolled back',
  rollout: 'its cohort is open',
  withdrawn: 'what it runs was withdrawn',
  'behind-baseline': 'it is behind what everybody may run',
};

function move(wanted: Move, picture: TierPicture): Wants {
  const version = versionText(wanted.to, picture);
  const verb = wanted.direction === 'up' ? 'Moves up' : 'Moves down';
  return {
    releaseId: wanted.to,
    version: versionOf(wanted.to, null, picture.tier.releases),
    text: `${verb} to ${version}: ${WHY[wanted.reason]}.`,
  };
}

function waiting(wanted: Stay, committed: ReleaseId, picture: TierPicture): Wants {
  const here = versionText(committed, picture);
  switch (wanted.reason) {
    case 'nothing-published':
      return stay(committed, picture, 'Nothing was published for its tier yet.');
    case 'paused':
      return stay(committed, picture, `Stays on ${here} while its tier is paused.`);
    case 'at-target':
      return stay(committed, picture, `Runs ${here}, its tier’s target.`);
    case 'above-target':
      return stay(committed, picture, `Stays on ${here}, above its tier’s target: it was not withdrawn.`);
    case 'cohort-closed':
      return stay(committed, picture, `Stays on ${here}: ${opening(wanted.cohort ?? 0, picture)}`);
  }
}

/** When a closed cohort may open earliest. */
function opening(cohort: number, { tier, target, view }: TierPicture): string {
  if (!tier.directive || !target || cohort >= cohortCount(target.plan)) return '';
  const { plan } = target;
  const elapsed = elapsedOf(tier.directive, view.asOf.time);
  const left = plan.gated
    ? (view.gate?.delayLeftS ?? 0) + Math.max(0, cohort - tier.directive.openThrough - 1) * plan.cohortDelay
    : cohort * plan.cohortDelay - elapsed;
  if (left > 0) return `cohort ${cohort} opens in ${durationText(left)}${plan.gated ? ' at the earliest' : ''}.`;
  return `cohort ${cohort} opens as soon as its gate allows.`;
}

function obstacleOf(node: PicturedNode, picture: TierPicture, wanted: Wanted): string | null {
  const { heartbeat } = node.fleet;
  if (!heartbeat) return 'It was not heard yet.';
  if (heartbeat.state.name === 'unmanaged')
    return `It is not managed (${heartbeat.state.reason}): \`noderr-agent adopt\`.`;
  if (heartbeat.state.name === 'stuck') return `It is stuck: ${heartbeat.state.code}.`;
  if (node.rollout.silent) return 'It is silent.';
  if (wanted.kind === 'stay') return null;
  if (heartbeat.cannotFollow?.releaseId === wanted.to) return `It cannot follow: ${heartbeat.cannotFollow.code}.`;
  if (heartbeat.failed?.releaseId === wanted.to) {
    return `It failed here before (${heartbeat.failed.code}): it waits for another release or \`noderr-agent retry\`.`;
  }
  if (heartbeat.hold && wanted.direction === 'up') {
    return heartbeat.hold.by === 'operator' ? 'Its operator holds it.' : 'The hub asked it to hold still.';
  }
  if (picture.view.status === 'awaiting-final') return 'A change of its tier is not final yet.';
  return null;
}

function stay(committed: ReleaseId, picture: TierPicture, text: string): Wants {
  return { releaseId: committed, version: versionOf(committed, null, picture.tier.releases), text };
}

function versionText(id: ReleaseId, picture: TierPicture): string {
  if (id === 0) return 'what it has';
  return versionOf(id, null, picture.tier.releases) ?? `release ${id}`;
}

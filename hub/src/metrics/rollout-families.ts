import { NODE_PLACES, type RolloutStatus } from '@noderr/protocol';
import { type Family } from './exposition.ts';
import { type RolloutFact } from './rollout-facts.ts';

const ACTIVE: ReadonlySet<RolloutStatus> = new Set(['awaiting-final', 'running', 'held', 'paused', 'rolling-back']);

/** `noderr_directive_*`, `noderr_rollout_*` and the versions that the plans allow. */
export function rolloutFamilies(facts: readonly RolloutFact[]): Family[] {
  const directed = facts.filter(({ view }) => view.seq > 0);
  return [
    {
      name: 'noderr_directive_seq',
      help: 'Changes of the directive of the tier so far, as the chain counts them',
      samples: directed.map(({ view }) => ({ labels: { tier: view.tier }, value: view.seq })),
    },
    {
      name: 'noderr_directive_info',
      help: 'What the present directive of the tier is, and the version that it leads to',
      samples: directed.map(({ view, targetVersion }) => ({
        labels: { tier: view.tier, kind: view.kind, version: targetVersion ?? '' },
        value: 1,
      })),
    },
    {
      name: 'noderr_rollout_nodes',
      help: 'Expected nodes of a tier by where they stand in its rollout',
      samples: facts.flatMap(({ view }) =>
        NODE_PLACES.map((state) => ({ labels: { tier: view.tier, state }, value: view.counts[state] })),
      ),
    },
    {
      name: 'noderr_rollout_active',
      help: '1 while a rollout or rollback of the tier is under way',
      samples: facts.map(({ view }) => ({ labels: { tier: view.tier }, value: ACTIVE.has(view.status) ? 1 : 0 })),
    },
    {
      name: 'noderr_rollout_paused',
      help: '1 while the tier is paused, and by whom',
      samples: facts
        .filter(({ pausedBy }) => pausedBy !== '')
        .map(({ view, pausedBy }) => ({ labels: { tier: view.tier, by: pausedBy }, value: 1 })),
    },
    {
      name: 'noderr_rollout_last_progress_timestamp_seconds',
      help: 'When a cohort opened or an outcome came last',
      samples: facts.flatMap(({ view, lastProgressAt }) =>
        lastProgressAt === null ? [] : [{ labels: { tier: view.tier }, value: lastProgressAt / 1000 }],
      ),
    },
    {
      name: 'noderr_rollout_stage_timeout_seconds',
      help: 'Without progress for this long a rollout is stalled',
      samples: facts.map(({ view, stageTimeoutS }) => ({ labels: { tier: view.tier }, value: stageTimeoutS })),
    },
    {
      name: 'noderr_rollout_chain_stale',
      help: '1 while the chain is no basis for action on the tier: unread, too old or contradictory',
      samples: facts.map(({ view }) => ({ labels: { tier: view.tier }, value: view.stale ? 1 : 0 })),
    },
    {
      name: 'noderr_version_allowed',
      help: 'Versions that nodes of the tier may run by the present directive',
      samples: facts.flatMap(({ view, allowedVersions }) =>
        allowedVersions.map((version) => ({ labels: { tier: view.tier, version }, value: 1 })),
      ),
    },
  ];
}

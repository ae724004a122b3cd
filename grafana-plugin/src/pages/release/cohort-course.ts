import {
  cohortBpsOf,
  cohortCount,
  countPlaces,
  type DirectiveChange,
  type Ms,
  type PlaceCounts,
  type ReleaseDetail,
} from '@noderr/protocol';

/** One cohort as the plan had it, beside what became of it. */
export interface CohortCourse {
  cohort: number;
  bps: number;
  nodes: number;
  counts: PlaceCounts;
  /** Earliest opening by start and delay alone; epoch milliseconds of block time. */
  plannedAt: Ms | null;
  /** Null while it is closed, or where nothing tells. */
  openedAt: Ms | null;
  failed: number;
  /** When its last outcome came. */
  lastAt: Ms | null;
}

/** The last rollout that moved nodes to this release; rollbacks to it are no rollouts. */
function rolloutChanges(detail: ReleaseDetail): DirectiveChange[] {
  const all = detail.changes.filter(({ directive }) => directive.kind === 'rollout');
  const last = all.at(-1)?.directive.rolloutId;
  return all.filter(({ directive }) => directive.rolloutId === last);
}

export function cohortCourses(detail: ReleaseDetail): CohortCourse[] {
  const { plan } = detail.release;
  const changes = rolloutChanges(detail);
  const startedAt = changes[0] ? changes[0].directive.startedAt : null;
  return Array.from({ length: cohortCount(plan) }, (_, cohort) => {
    const nodes = detail.nodes.filter((node) => node.cohort === cohort);
    const ends = nodes.flatMap(({ at }) => (at === null ? [] : [at]));
    return {
      cohort,
      bps: cohortBpsOf(cohort, plan),
      nodes: nodes.length,
      counts: countPlaces(nodes.map(({ place }) => place)),
      plannedAt: startedAt === null ? null : msOf(startedAt + cohort * plan.cohortDelay),
      openedAt: openedAt(cohort, detail, changes),
      failed: nodes.filter(({ outcome }) => outcome === 'rolled-back' || outcome === 'failed').length,
      lastAt: ends.length === 0 ? null : (Math.max(...ends) as Ms),
    };
  });
}

/** When the last rollout to this release began; null where there was none. */
export function rolloutStart(detail: ReleaseDetail): Ms | null {
  const [first] = rolloutChanges(detail);
  return first ? msOf(first.directive.startedAt) : null;
}

function openedAt(cohort: number, detail: ReleaseDetail, changes: readonly DirectiveChange[]): Ms | null {
  const [first] = changes;
  if (!first) return null;
  if (cohort === 0) return msOf(first.directive.startedAt);
  if (detail.release.plan.gated) {
    const opening = changes.find(({ action, subject }) => action === 'open' && subject === cohort);
    return opening ? msOf(opening.block.time) : null;
  }
  // Opened by time alone, no transaction says when: start, delay and the pauses so far.
  const { rollout } = detail;
  if (rollout?.kind !== 'rollout' || rollout.cohorts[cohort]?.open !== true) return null;
  const pausedTotal = changes.at(-1)?.directive.pausedTotal ?? 0;
  return msOf(first.directive.startedAt + cohort * detail.release.plan.cohortDelay + pausedTotal);
}

function msOf(seconds: number): Ms {
  return (seconds * 1000) as Ms;
}

/** Whether nodes came to it by a rollout at all. */
export function wasRolledOut(detail: ReleaseDetail): boolean {
  return rolloutChanges(detail).length > 0;
}

import { type Rehearsal, type RehearsedCohort } from '@noderr/protocol';

/** Which nodes fall where and when, as a table for people. */
export function rehearsalText({ plan, tried, cohorts }: Rehearsal): string {
  const total = cohorts.reduce((sum, cohort) => sum + cohort.nodes.length, 0);
  return [
    `salt ${plan.salt} (${tried} tried), ${total} nodes, ${plan.gated ? 'gated' : 'by time alone'}`,
    ...cohorts.map(cohortLine),
  ].join('\n');
}

function cohortLine({ cohort, bps, opensAfterS, nodes }: RehearsedCohort): string {
  const name = cohort === 0 ? 'canary  ' : `cohort ${cohort}`;
  const names = nodes.slice(0, 6).map((node) => node.name || node.nodeId.slice(0, 10));
  const more = nodes.length > names.length ? ` and ${nodes.length - names.length} more` : '';
  const who = nodes.length === 0 ? 'nobody' : `${names.join(', ')}${more}`;
  const share = `${(bps / 100).toFixed(bps % 100 === 0 ? 0 : 2)} %`;
  return `  ${name}  ${share.padStart(6)}  from ${durationText(opensAfterS).padEnd(8)} ${String(nodes.length).padStart(4)}  ${who}`;
}

function durationText(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

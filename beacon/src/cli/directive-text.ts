import { type ChainView, cohortCount, type Directive, openThroughOf, type Release } from '@noderr/protocol';

/** A directive in one sentence. */
export function directiveText(directive: Directive): string {
  const { tier, seq, kind, target, baseline, paused, pausedByGuardian } = directive;
  if (kind === 'none') return `${tier}: nothing published yet`;
  const pause = paused ? `, paused${pausedByGuardian ? ' by a guardian' : ''}` : '';
  return `${tier}: seq ${seq}, ${kind} to release ${target}, baseline ${baseline === 0 ? 'none' : baseline}${pause}`;
}

/** A tier for people: what is announced, how far it is, and what it was read from. */
export function viewText(view: ChainView): string {
  const { directive, target, baseline, block } = view;
  const lines = [directiveText(directive)];
  if (target) lines.push(`  target    ${releaseText(target)}`);
  if (baseline) lines.push(`  baseline  ${releaseText(baseline)}`);
  if (target && directive.kind === 'rollout') {
    const open = openThroughOf(directive, target.plan, block.time);
    lines.push(`  cohorts   ${open + 1} of ${cohortCount(target.plan)} open, ${target.plan.gated ? 'gated' : 'timed'}`);
  }
  if (directive.floor > 0) lines.push(`  floor     ${directive.floor}`);
  if (directive.withdrawn > 0) lines.push(`  withdrawn up to ${directive.withdrawn}`);
  return lines.join('\n');
}

function releaseText({ id, version, components, revoked }: Release): string {
  const services = components.map(({ service, digest }) => `${service}@${digest.slice(2, 14)}`).join(', ');
  return `${id} = ${version} (${services})${revoked ? ' REVOKED' : ''}`;
}

import { type DirectiveChange } from './directive.ts';

/** A rollout or rollback of the past or present: its changes, and those around it. */
export interface RolloutSpan<Change extends DirectiveChange = DirectiveChange> {
  /** The change that began it. */
  first: Change;
  /** The last change of its directive. */
  last: Change;
  before: Change | null;
  /** The change that began the next one. */
  next: Change | null;
}

/** The rollouts and rollbacks in a tier's changes (in order of seq), newest first. */
export function rolloutSpans<Change extends DirectiveChange>(changes: readonly Change[]): RolloutSpan<Change>[] {
  const spans: RolloutSpan<Change>[] = [];
  let before: Change | null = null;
  for (const change of changes) {
    const open = spans.at(-1);
    if (change.directive.kind !== 'none' && change.directive.rolloutId === change.directive.seq) {
      if (open) open.next = change;
      spans.push({ first: change, last: change, before, next: null });
    } else if (open) open.last = change;
    before = change;
  }
  return spans.reverse();
}

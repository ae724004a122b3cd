import { type CannotFollow, type ServiceHealth } from '@noderr/protocol';
import { type Instant } from '../clock.ts';
import { type Step } from '../decide/step.ts';

/** What the agent knows of itself beyond its memory; lost with the process, and shown in heartbeats and status. */
export interface Standing {
  cannotFollow: CannotFollow | null;
  /** Why nothing is moved right now. */
  resting: string | null;
  trouble: { code: string; detail: string } | null;
  services: ServiceHealth[];
  wish: { key: string; since: Instant } | null;
}

export function newStanding(): Standing {
  return { cannotFollow: null, resting: null, trouble: null, services: [], wish: null };
}

/** The standing that a decision leads to. */
export function standingAfter(standing: Standing, steps: readonly Step[], instant: Instant): Standing {
  const next: Standing = { ...standing, cannotFollow: null, resting: null, trouble: null, wish: null };
  for (const step of steps) {
    if (step.kind === 'cannot-follow') next.cannotFollow = { releaseId: step.releaseId, code: step.code.slice(0, 40) };
    if (step.kind === 'trouble') next.trouble = { code: step.code, detail: step.detail };
    if (step.kind === 'stay') next.resting = step.why;
    if (step.kind === 'wait') {
      next.resting = step.why;
      if (step.wish !== null) next.wish = keepWish(standing.wish, step.wish, instant);
    }
  }
  return next;
}

function keepWish(before: Standing['wish'], key: string, instant: Instant): Standing['wish'] {
  return before?.key === key ? before : { key, since: instant };
}

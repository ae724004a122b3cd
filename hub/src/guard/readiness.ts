import { type Ms, SILENT_AFTER_MS } from '@noderr/protocol';

/** Share of the known nodes that must be heard before guard and gate judge by what nodes say. */
const BACK_SHARE = 0.8;
/** After its database was lost the hub cannot know whom it does not know: nobody new for this long; milliseconds. */
export const SETTLED_AFTER_MS = 10 * 60_000;
/** By then each node that is alive has been heard since the start: a silence and one heartbeat; milliseconds. */
export const LISTENED_AFTER_MS = SILENT_AFTER_MS + 10_000;

export interface ReadinessFacts {
  /** This database knows the tier's history from its beginning, or was armed since. */
  armed: boolean;
  /** Expected nodes of the tier, and how many of them were heard since this hub started. */
  known: number;
  back: number;
  newestEnrolledAt: Ms | null;
  hubSince: Ms;
  now: Ms;
}

/** Whether guard and gate may act; `arm` = from now on this database counts as knowing its fleet. */
export type Readiness = { ready: true; arm: boolean } | { ready: false; reason: string };

export function readiness(facts: ReadinessFacts): Readiness {
  const { armed, known, back, newestEnrolledAt, hubSince, now } = facts;
  const enough = back >= BACK_SHARE * known;
  const heard = `${back} of ${known} nodes were heard since the hub started`;
  if (armed) {
    // The last words of before the start prove nothing now.
    if (enough || now - hubSince >= LISTENED_AFTER_MS) return { ready: true, arm: false };
    return { ready: false, reason: `The hub has just started: ${heard}.` };
  }
  const lost = 'The hub’s database is younger than this tier’s history';
  if (known === 0 || !enough) return { ready: false, reason: `${lost}: ${heard}.` };
  if (newestEnrolledAt !== null && now - newestEnrolledAt < SETTLED_AFTER_MS) {
    return { ready: false, reason: `${lost}, and nodes are still coming back.` };
  }
  return { ready: true, arm: true };
}

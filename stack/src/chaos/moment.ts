import { setTimeout as delay } from 'node:timers/promises';
import { type Glimpse } from './glimpse.ts';
import { type Moment } from './chaos-plan.ts';

const POLL_MS = 20;

export interface MomentOptions {
  moment: Moment;
  look: () => Glimpse | null;
  /** Resolves when the wave's change is announced on the chain. */
  announced: Promise<void>;
  /** Milliseconds after which a node that does not follow the change is not waited for any longer. */
  patienceMs: number;
}

/** Waits for a state of a node's attempt; gives up when the attempt ends without it, or when none begins. */
export async function untilMoment({ moment, look, announced, patienceMs }: MomentOptions): Promise<void> {
  if (moment === 'any') return announced;
  let deadline = Number.POSITIVE_INFINITY;
  void announced.then(
    () => {
      deadline = performance.now() + patienceMs;
    },
    () => {
      deadline = 0;
    },
  );
  for (let wasInAttempt = false; performance.now() < deadline;) {
    const seen = look();
    if (seen?.state.name === moment) return;
    const inAttempt = seen?.state.attempt != null;
    if (wasInAttempt && !inAttempt) return;
    wasInAttempt ||= inAttempt;
    await delay(POLL_MS);
  }
}

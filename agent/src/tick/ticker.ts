import { decide } from '../decide/decide.ts';
import { type Now, type Policy } from '../decide/facts.ts';
import { type Step } from '../decide/step.ts';
import { type StepDeps } from '../steps/executor.ts';
import { perform } from '../steps/perform.ts';
import { type Bell } from './bell.ts';
import { gatherFacts, type GatherDeps } from './gather-facts.ts';
import { newStanding, type Standing, standingAfter } from './standing.ts';

/** Shortest time between two looks at the chain, however often the bell rings; milliseconds. */
const MIN_PAUSE_MS = 1_000;
/** Rounds that may follow each other without a pause. */
const MAX_ROUNDS = 20;
const FIRST_BACKOFF_MS = 2_000;
const LAST_BACKOFF_MS = 60_000;

export interface TickerDeps {
  steps: StepDeps;
  gather: GatherDeps;
  policy: Policy;
  bell: Bell;
  checkIntervalMs: number;
  /** 0…1 */
  random: () => number;
}

/** Read facts, decide, do: one round at a time, at once again while something changes. */
export interface Ticker {
  readonly standing: Standing;
  setServices(services: Standing['services']): void;
  /** One round; true when the next is due at once. */
  tick(signal: AbortSignal): Promise<boolean>;
  run(signal: AbortSignal): Promise<void>;
}

export function createTicker(deps: TickerDeps): Ticker {
  const { steps, gather, policy, bell } = deps;
  const { journal, clock, logger } = steps;
  let standing = newStanding();
  let firstTick = true;
  let pauseMs = 0;

  async function tick(signal: AbortSignal): Promise<boolean> {
    const facts = await gatherFacts(gather, journal.memory, standing, firstTick, signal);
    if (signal.aborted) return false;
    const now: Now = { now: clock.now(), instant: clock.monotonic() };
    const decided = decide(journal.memory, facts, policy, now);
    logChange(standing, decided);
    standing = standingAfter(standing, decided, now.instant);
    pauseMs = pauseAfter(decided, deps.checkIntervalMs * (0.9 + 0.2 * deps.random()));
    if (facts.containers !== null) firstTick = false;
    return perform(steps, decided);
  }

  function logChange(before: Standing, decided: readonly Step[]): void {
    const after = standingAfter(before, decided, clock.monotonic());
    if (after.trouble && after.trouble.code !== before.trouble?.code) {
      logger.warn({ code: after.trouble.code, detail: after.trouble.detail }, 'trouble');
    }
    if (after.resting !== null && after.resting !== before.resting) {
      logger.info({ why: after.resting }, 'node stays where it is');
    }
    if (after.cannotFollow && after.cannotFollow.code !== before.cannotFollow?.code) {
      logger.warn({ ...after.cannotFollow }, 'node cannot follow');
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    let rounds = 0;
    while (!signal.aborted) {
      try {
        const again = await tick(signal);
        failures = 0;
        rounds += 1;
        if (again && rounds < MAX_ROUNDS) continue;
        rounds = 0;
        await rest(again ? MIN_PAUSE_MS : pauseMs, signal);
      } catch (error) {
        if (error === signal.reason) return;
        failures += 1;
        logger.error({ err: error, state: journal.memory.state.name }, 'round failed');
        await rest(Math.min(LAST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1)), signal);
      }
    }
  }

  async function rest(ms: number, signal: AbortSignal): Promise<void> {
    await clock.sleep(Math.min(ms, MIN_PAUSE_MS), signal);
    if (ms > MIN_PAUSE_MS) await bell.wait(ms - MIN_PAUSE_MS, signal);
  }

  return {
    get standing() {
      return standing;
    },
    setServices(services) {
      standing = { ...standing, services };
    },
    tick,
    run,
  };
}

/** A node that is down or undecided looks again soon, one at rest at its interval, one that waits when it is due. */
function pauseAfter(decided: readonly Step[], intervalMs: number): number {
  const waits = decided.flatMap((step) => (step.kind === 'wait' ? [step.ms] : []));
  const urgent = decided.some((step) => step.kind === 'rescue' || step.kind === 'start-committed');
  const troubled = decided.some((step) => step.kind === 'trouble');
  return Math.min(intervalMs, ...waits, ...(urgent ? [5_000] : []), ...(troubled ? [30_000] : []));
}

import { type AttemptDeps } from '../attempt/attempt-deps.ts';
import { type Step, type StepKind } from '../decide/step.ts';

export interface StepDeps extends AttemptDeps {
  newAttemptId: () => string;
  /** Runs the journaled attempt to its outcome, with a watcher beside it. */
  runJournaled: () => Promise<void>;
}

/** Does one step; true when something changed, so that the next decision is due at once. */
export type Executor<Kind extends StepKind> = (deps: StepDeps, step: Extract<Step, { kind: Kind }>) => Promise<boolean>;

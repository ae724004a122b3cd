import { type Step, type StepKind } from '../decide/step.ts';
import { beginAttemptOf, resumeAttempt } from './attempt-steps.ts';
import {
  clearDiscards,
  pinImages,
  removeContainer,
  renameContainer,
  restartCommitted,
  setRestartPolicy,
  startFound,
  stopContainer,
} from './container-steps.ts';
import { type Executor, type StepDeps } from './executor.ts';
import {
  adoptSet,
  judgeOrigin,
  recordChain,
  reportNothingThere,
  reportUnmanaged,
  sealBackup,
  tryRescue,
} from './memory-steps.ts';

const nothing = (): Promise<boolean> => Promise.resolve(false);

const EXECUTORS: { readonly [Kind in StepKind]: Executor<Kind> } = {
  'resume-attempt': resumeAttempt,
  rescue: tryRescue,
  'judge-origin': judgeOrigin,
  'record-chain': recordChain,
  'report-unmanaged': reportUnmanaged,
  'report-nothing-there': reportNothingThere,
  adopt: adoptSet,
  'start-found': startFound,
  'stop-container': stopContainer,
  'remove-container': removeContainer,
  'rename-container': renameContainer,
  'set-restart-policy': setRestartPolicy,
  'start-committed': restartCommitted,
  'pin-images': pinImages,
  'clear-discards': clearDiscards,
  'seal-backup': sealBackup,
  'begin-attempt': beginAttemptOf,
  'cannot-follow': nothing,
  trouble: nothing,
  wait: nothing,
  stay: nothing,
};

/** Performs steps in their order; the first that throws ends the round. */
export async function perform(deps: StepDeps, steps: readonly Step[]): Promise<boolean> {
  let changed = false;
  for (const step of steps) {
    if (await execute(deps, step)) changed = true;
  }
  return changed;
}

function execute(deps: StepDeps, step: Step): Promise<boolean> {
  // the table is complete by its type; only the link between a step's kind and its executor is lost here
  const executor = EXECUTORS[step.kind] as (deps: StepDeps, step: Step) => Promise<boolean>;
  return executor(deps, step);
}

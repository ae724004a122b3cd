import { AttemptId } from '@noderr/protocol';
import { type AttemptRecord } from '../attempt/attempt-record.ts';
import { afterFault } from '../attempt/run-attempt.ts';
import { beginAttempt, beginDescent, type Fault } from '../attempt/forward.ts';
import { stampOf } from '../attempt/phases/phase.ts';
import { setForRelease } from '../sets/node-set.ts';
import { type MovePlan } from '../decide/step.ts';
import { type Executor, type StepDeps } from './executor.ts';

export const beginAttemptOf: Executor<'begin-attempt'> = async (deps, { plan }) => {
  const { journal, logger } = deps;
  const attempt = attemptFor(deps, plan);
  const begin = plan.release ? beginAttempt : beginDescent;
  journal.write((memory) => begin(memory, attempt, stampOf(deps)));
  logger.info({ attempt: attempt.id, from: attempt.from, to: attempt.to, reason: plan.reason }, 'attempt began');
  await deps.runJournaled();
  return true;
};

const INTERRUPTED: Fault = { code: 'interrupted', detail: 'the agent or its host stopped meanwhile', logTail: '' };

export const resumeAttempt: Executor<'resume-attempt'> = async (deps, { how }) => {
  deps.logger.warn({ state: deps.journal.memory.state.name, how }, 'attempt resumed after a crash');
  if (how !== 'continue') deps.journal.write(afterFault(deps, INTERRUPTED));
  await deps.runJournaled();
  return true;
};

function attemptFor({ journal, newAttemptId, policy, clock }: StepDeps, plan: MovePlan): AttemptRecord {
  const { memory } = journal;
  const id = AttemptId.parse(newAttemptId());
  const { to, direction, seq, rolloutId, reason, release, kept, restore } = plan;
  const next = kept ?? (release ? setForRelease(release, policy.templates, id, memory.committed) : null);
  if (!next) throw new Error('a plan names a release or a kept set');
  return {
    id,
    tier: policy.tier,
    from: memory.node.committed,
    to,
    direction,
    seq,
    rolloutId,
    reason,
    release,
    restore,
    next,
    startedAt: clock.now(),
    nextEvent: 0,
  };
}

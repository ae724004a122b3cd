import { healthSubjects } from '../../sets/subjects.ts';
import { AttemptFault } from '../attempt-fault.ts';
import { type AttemptDeps } from '../attempt-deps.ts';
import { commit } from '../forward.ts';
import { type Validating } from '../machine-state.ts';
import { inState, type Phase, stampOf } from './phase.ts';

const LOG_TAIL_BYTES = 4096;

/** The new set must hold its health for the soak time; then one write makes it the node's own. */
export const validate: Phase<Validating> = async (deps, { attempt, baseline, deadline }, signal) => {
  const subjects = healthSubjects(attempt.next);
  const left = Math.max(0, deadline.ms - deps.clock.monotonic().ms);
  const terms = { baseline, soakMs: deps.policy.soakMs, timeoutMs: left };
  const verdict = await deps.health.validate(subjects, terms, signal);
  if (verdict.kind === 'unhealthy') {
    const sick = subjects.find((subject) => subject.service === verdict.service);
    const logTail = await logTailOf(deps, sick?.containerId);
    throw new AttemptFault(verdict.code, `${verdict.service}: ${verdict.detail}`, { logTail });
  }
  signal.throwIfAborted();
  return (memory) => commit(inState(memory, 'validating'), stampOf(deps));
};

/** The last words of a sick service; a runtime that cannot give them does not hide the verdict. */
export async function logTailOf(
  { runtime, logger }: Pick<AttemptDeps, 'runtime' | 'logger'>,
  containerId: string | undefined,
): Promise<string> {
  if (containerId === undefined) return '';
  try {
    return await runtime.logTail(containerId, LOG_TAIL_BYTES);
  } catch (error) {
    logger.debug({ err: error }, 'no log tail');
    return '';
  }
}

import { type AttemptState } from '../attempt/machine-state.ts';
import { type ContainerStatus } from '../runtime/container-runtime.ts';
import { containerIdsOf, type NodeSet } from '../sets/node-set.ts';
import { type Now } from './facts.ts';
import { type Step } from './step.ts';

/** How an attempt that a crash interrupted goes on; every state has exactly one answer. */
export function resume(
  state: AttemptState,
  committed: NodeSet | null,
  containers: readonly ContainerStatus[],
  { instant }: Now,
): Step {
  switch (state.name) {
    case 'verifying':
    case 'downloading':
      return { kind: 'resume-attempt', how: 'give-up' };
    case 'backing-up':
      return { kind: 'resume-attempt', how: committed ? 'turn-back' : 'give-up' };
    case 'swapping':
      if (committed) return { kind: 'resume-attempt', how: 'turn-back' };
      return { kind: 'resume-attempt', how: state.newStarting ? 'keep-first-install' : 'give-up' };
    case 'validating': {
      const sameBoot = state.deadline.boot === instant.boot;
      const running = allRun(state.attempt.next, containers);
      if (sameBoot && running && instant.ms < state.deadline.ms) return { kind: 'resume-attempt', how: 'continue' };
      return { kind: 'resume-attempt', how: committed ? 'turn-back' : 'keep-first-install' };
    }
    case 'rolling-back':
      return { kind: 'resume-attempt', how: 'continue' };
  }
}

function allRun(set: NodeSet, containers: readonly ContainerStatus[]): boolean {
  const running = new Set(containers.filter(({ state }) => state === 'running').map(({ id }) => id));
  const ids = containerIdsOf(set);
  return ids.length === set.members.length && ids.every((id) => running.has(id));
}

import { isInAttempt } from '../attempt/machine-state.ts';
import { type ContainerStatus } from '../runtime/container-runtime.ts';
import { type Memory } from '../durable/memory.ts';
import { type Facts, type Now, type Policy } from './facts.ts';
import { firstStart } from './first-start.ts';
import { lostState } from './lost-state.ts';
import { nextMove } from './next-move.ts';
import { repairs } from './repairs.ts';
import { resume } from './resume.ts';
import { type Step } from './step.ts';

/** What the agent does next: pure, so that every case can be told from its inputs. */
export function decide(memory: Memory, facts: Facts, policy: Policy, now: Now): Step[] {
  const { containers } = facts;
  if (containers === null) return [{ kind: 'trouble', code: 'docker/unreachable', detail: 'no answer' }];
  if (isInAttempt(memory.state)) return [resume(memory.state, memory.committed, containers, now)];
  if (memory.state.name === 'stuck') return [{ kind: 'rescue' }];
  if (memory.origin === 'new') return [judgeOrigin(containers, policy)];
  if (memory.origin === 'lost') return lostState(containers, policy);

  const manage = memory.committed
    ? repairs(memory, memory.committed, containers, facts.firstTick, policy, now)
    : firstStart(memory, facts.chain, containers, policy);
  if (manage.some((step) => ENDS_A_TICK.has(step.kind))) return manage;
  const { final } = facts.chain;
  const record: Step[] =
    final.kind === 'view' ? recordChain(memory, final.watermark) : [{ kind: 'trouble', ...troubleOf(final) }];
  return [...manage, ...record, ...nextMove(memory, facts, policy, now)];
}

/** A node without a memory that finds containers of its own had one, and lost it. */
function judgeOrigin(containers: readonly ContainerStatus[], { nodeId }: Policy): Step {
  return { kind: 'judge-origin', lost: containers.some((container) => container.labels?.nodeId === nodeId) };
}

/** After these nothing else may be decided on the same facts. */
const ENDS_A_TICK: ReadonlySet<Step['kind']> = new Set([
  'adopt',
  'report-unmanaged',
  'stop-container',
  'trouble',
  'stay',
]);

function troubleOf({ code, detail }: { code: string; detail: string }): { code: string; detail: string } {
  return { code, detail };
}

function recordChain(memory: Memory, watermark: Extract<Step, { kind: 'record-chain' }>['watermark']): Step[] {
  const { node } = memory;
  const same = node.seq === watermark.seq && node.headHash === watermark.headHash && node.floor === watermark.floor;
  // the height alone is written at most every 100 blocks: it only has to rise, not to be exact
  const near = watermark.height - node.height < 100;
  return same && near ? [] : [{ kind: 'record-chain', watermark }];
}

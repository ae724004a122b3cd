import { Ms, type ReleaseId } from '@noderr/protocol';
import { isInAttempt } from '../attempt/machine-state.ts';
import { adopt } from '../attempt/manage.ts';
import { type ChainSource } from '../chain/chain-source.ts';
import { type Clock } from '../clock.ts';
import { AdoptError, setToAdopt } from '../decide/adopt-running.ts';
import { type Journal } from '../durable/journal.ts';
import { type ContainerRuntime } from '../runtime/container-runtime.ts';
import { observe } from '../sets/observe.ts';
import { type ServiceTemplate } from '../template/service-template.ts';
import { type AgentStatus, type ControlReply, type ControlRequest } from './schema.ts';

export interface OperatorDeps {
  journal: Journal;
  runtime: ContainerRuntime;
  templates: readonly ServiceTemplate[];
  chain: ChainSource;
  clock: Clock;
  status: () => AgentStatus;
  /** Something changed: decide again now. */
  wake: () => void;
}

/** Does what the operator asks of the running agent; each change is durable before the answer. */
export async function obey(deps: OperatorDeps, request: ControlRequest): Promise<ControlReply> {
  const message = await carryOut(deps, request);
  if (request.do !== 'status') deps.wake();
  return { ok: true, message, status: deps.status() };
}

async function carryOut(deps: OperatorDeps, request: ControlRequest): Promise<string> {
  const { journal, clock } = deps;
  switch (request.do) {
    case 'status':
      return '';
    case 'hold': {
      const until = request.minutes === null ? null : Ms.parse(clock.now() + request.minutes * 60_000);
      journal.write((memory) => ({ ...memory, operatorHold: { until, reason: request.reason } }));
      return until === null ? 'held until `hold --off`' : `held until ${new Date(until).toISOString()}`;
    }
    case 'release':
      journal.write((memory) => ({ ...memory, operatorHold: null }));
      return 'no longer held';
    case 'retry':
      journal.write((memory) => ({ ...memory, descent: null, node: { ...memory.node, failed: {} } }));
      return 'failures forgotten: releases that failed here may be tried again';
    case 'accept-chain':
      if (journal.memory.origin !== 'lost') return 'nothing to accept: the state file was not lost';
      journal.write((memory) => ({ ...memory, origin: 'known' }));
      return 'the chain as it is now is accepted';
    case 'adopt':
      return adoptRunning(deps, request.as);
  }
}

async function adoptRunning(deps: OperatorDeps, as: ReleaseId | null): Promise<string> {
  const { journal, runtime, templates, chain, clock } = deps;
  const containers = await observe(runtime, journal.memory, templates);
  const { memory } = journal;
  if (memory.committed !== null || isInAttempt(memory.state)) throw new AdoptError('this node is managed already');
  const set = setToAdopt(containers, templates, chain.view, as);
  journal.write((before) => ({ ...adopt(before, set, clock.now()), origin: 'known' }));
  return set.releaseId === 0 ? 'adopted as it is' : `adopted as release ${set.releaseId}`;
}

import { type ReleaseId } from '@noderr/protocol';
import { type BackupRecord, type BackupStore } from '../attempt/backup-store.ts';
import { isInAttempt } from '../attempt/machine-state.ts';
import { type ChainSource } from '../chain/chain-source.ts';
import { type ChainFacts, type Facts } from '../decide/facts.ts';
import { type Memory } from '../durable/memory.ts';
import { type Logger } from '../logs/logger.ts';
import { type ContainerRuntime, type ContainerStatus } from '../runtime/container-runtime.ts';
import { observe } from '../sets/observe.ts';
import { type ServiceTemplate } from '../template/service-template.ts';
import { type Standing } from './standing.ts';

export interface GatherDeps {
  runtime: ContainerRuntime;
  backups: BackupStore;
  chain: ChainSource;
  templates: readonly ServiceTemplate[];
  logger: Logger;
}

const NOT_READ: ChainFacts = {
  final: { kind: 'trouble', code: 'rpc/unreachable', detail: 'not read yet' },
  brake: null,
  emergency: null,
  pausedByQuorum: false,
};

/** Reads everything that a decision needs; an attempt that a crash left behind is settled before the chain is asked. */
export async function gatherFacts(
  deps: GatherDeps,
  memory: Memory,
  standing: Standing,
  firstTick: boolean,
  signal: AbortSignal,
): Promise<Facts> {
  const containers = await containersOrNull(deps, memory);
  const settled = !isInAttempt(memory.state) && memory.state.name !== 'stuck' && containers !== null;
  const chain = settled ? await deps.chain.read(memory, signal) : NOT_READ;
  return { containers, chain, backups: await backupsFor(deps, chain), wish: standing.wish, firstTick };
}

/** Fails closed: without a list of containers nothing is decided. */
async function containersOrNull(
  { runtime, templates, logger }: GatherDeps,
  memory: Memory,
): Promise<ContainerStatus[] | null> {
  try {
    return await observe(runtime, memory, templates);
  } catch (error) {
    logger.warn({ err: error }, 'containers cannot be seen');
    return null;
  }
}

async function backupsFor({ backups }: GatherDeps, chain: ChainFacts): Promise<ReadonlyMap<ReleaseId, BackupRecord>> {
  const views = [chain.emergency, chain.final.kind === 'view' ? chain.final.view : null];
  const ids = views.flatMap((view) =>
    view?.descent === 'restore' ? [view.directive.target, view.directive.baseline] : [],
  );
  const found = new Map<ReleaseId, BackupRecord>();
  for (const id of new Set(ids)) {
    const record = await backups.find(id);
    if (record) found.set(id, record);
  }
  return found;
}

import { faultOf } from '../attempt/attempt-fault.ts';
import { adopt, findUnmanaged, nothingThere } from '../attempt/manage.ts';
import { rescue } from '../attempt/rescue.ts';
import { type Executor } from './executor.ts';

export const judgeOrigin: Executor<'judge-origin'> = ({ journal, logger }, { lost }) => {
  if (lost) logger.error('the state file was lost: only observing until accept-chain');
  journal.write((memory) => ({ ...memory, origin: lost ? 'lost' : 'known' }));
  return Promise.resolve(true);
};

export const recordChain: Executor<'record-chain'> = ({ journal }, { watermark }) => {
  journal.write((memory) => ({ ...memory, node: { ...memory.node, ...watermark } }));
  return Promise.resolve(false);
};

export const reportUnmanaged: Executor<'report-unmanaged'> = ({ journal, clock, logger }, { reason }) => {
  const { state } = journal.memory;
  if (state.name === 'unmanaged' && state.reason === reason) return Promise.resolve(false);
  logger.warn({ reason }, 'node is unmanaged: nothing is touched until adopt');
  journal.write((memory) => findUnmanaged(memory, reason, clock.now()));
  return Promise.resolve(false);
};

export const reportNothingThere: Executor<'report-nothing-there'> = ({ journal, clock }) => {
  journal.write((memory) => nothingThere(memory, clock.now()));
  return Promise.resolve(true);
};

export const adoptSet: Executor<'adopt'> = ({ journal, clock, logger }, { set }) => {
  journal.write((memory) => adopt(memory, set, clock.now()));
  logger.info({ release: set.releaseId }, 'running containers adopted');
  return Promise.resolve(true);
};

/** No update before it is sealed; the alarm is the metric and the standing reason. */
export const sealBackup: Executor<'seal-backup'> = async ({ journal, backups, logger }, { record }) => {
  try {
    await backups.seal(record, new AbortController().signal);
    journal.write((memory) => ({ ...memory, unsealed: null }));
    return true;
  } catch (error) {
    logger.error({ err: error, code: faultOf(error).code }, 'backup could not be sealed');
    return false;
  }
};

export const tryRescue: Executor<'rescue'> = (deps) => rescue(deps);

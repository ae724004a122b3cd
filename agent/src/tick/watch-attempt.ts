import { AttemptFault } from '../attempt/attempt-fault.ts';
import { isInAttempt } from '../attempt/machine-state.ts';
import { type ChainSource } from '../chain/chain-source.ts';
import { type Clock } from '../clock.ts';
import { callOff } from '../decide/call-off.ts';
import { type Policy } from '../decide/facts.ts';
import { type Journal } from '../durable/journal.ts';
import { type Logger } from '../logs/logger.ts';
import { type Bell } from './bell.ts';

export interface WatchDeps {
  journal: Journal;
  chain: ChainSource;
  policy: Policy;
  clock: Clock;
  bell: Bell;
  logger: Logger;
  /** Milliseconds between two looks at the chain while an attempt runs. */
  everyMs: number;
}

/** Looks at the chain beside a running attempt and calls it off when it must end; returns when `done` aborts. */
export async function watchAttempt(deps: WatchDeps, calledOff: AbortController, done: AbortSignal): Promise<void> {
  const { bell, chain, clock, journal, logger, policy } = deps;
  const ended = (): boolean => done.aborted || calledOff.signal.aborted;
  while (!ended()) {
    await bell.wait(deps.everyMs, done);
    if (ended() || !isInAttempt(journal.memory.state)) return;
    try {
      const facts = await chain.read(journal.memory, done);
      const now = { now: clock.now(), instant: clock.monotonic() };
      const { memory } = journal;
      if (!isInAttempt(memory.state)) return;
      const reason = callOff(memory, memory.state, facts, policy, now);
      if (reason) calledOff.abort(new AttemptFault(reason.code, reason.detail));
    } catch (error) {
      // the guard before stop and start fails closed, this look may fail open
      if (!ended()) logger.warn({ err: error }, 'attempt not watched');
    }
  }
}

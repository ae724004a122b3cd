import { type ServiceHealth } from '@noderr/protocol';
import { type HealthCheck } from '../attempt/health-check.ts';
import { type Clock } from '../clock.ts';
import { type Journal } from '../durable/journal.ts';
import { standingHealthOf } from '../health/standing-health.ts';
import { type Logger } from '../logs/logger.ts';
import { presentSet } from '../sets/present-set.ts';
import { healthSubjects } from '../sets/subjects.ts';

/** Standing health is read this often; milliseconds. */
const EVERY_MS = 10_000;

export interface HealthLoopDeps {
  journal: Journal;
  health: HealthCheck;
  clock: Clock;
  logger: Logger;
  onHealth: (services: ServiceHealth[]) => void;
  /** Told when a service of a node at rest is down: it is to be looked at now. */
  onDown: () => void;
}

/** Runs the checks that judge an update all the time, on the set that is the node's own. */
export async function runHealthLoop(deps: HealthLoopDeps, signal: AbortSignal): Promise<void> {
  const { journal, health, clock, logger, onHealth, onDown } = deps;
  while (!signal.aborted) {
    const { committed } = journal.memory;
    const set = presentSet(journal.memory);
    const subjects = set ? healthSubjects(set) : [];
    try {
      const services = standingHealthOf(subjects, await health.probe(subjects, signal));
      onHealth(services);
      const atRest = journal.memory.state.name === 'idle' && journal.memory.committed === committed;
      if (atRest && services.some(({ code }) => code === 'start/exited')) onDown();
    } catch (error) {
      if (error !== signal.reason) logger.warn({ err: error }, 'standing health not read');
    }
    await clock.sleep(EVERY_MS, signal);
  }
}

import { isAlive, type ProcessIdentity } from '../process/process-identity.ts';

/** A container that runs, by the machine's own process table. */
export interface Running {
  nodeId: string;
  service: string;
  /** The runtime's id of it. */
  container: string;
  pid: number;
}

export type Sighting = Omit<Running, 'pid'>;

/** What runs now, past agents, hub and runtime: by the kernel's table of processes alone. */
export interface Sight {
  look(): Running[];
}

/** Several at once are believed only where one was there before and after the other was looked at. */
export function runTogether(identities: readonly ProcessIdentity[]): boolean {
  return identities.every(isAlive) && identities.every(isAlive);
}

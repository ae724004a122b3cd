import { join } from 'node:path';

/** What lies where in the agent's state folder. */
export interface StateFolder {
  keyFile: string;
  memoryFile: string;
  /** Room kept for a full disk. */
  reserveFile: string;
  outbox: string;
  backups: string;
  /** Metrics and logs on their way to the hub. */
  telemetry: string;
}

export function stateFolderAt(stateDir: string): StateFolder {
  return {
    keyFile: join(stateDir, 'node.key'),
    memoryFile: join(stateDir, 'state.json'),
    reserveFile: join(stateDir, 'reserve'),
    outbox: join(stateDir, 'outbox'),
    backups: join(stateDir, 'backups'),
    telemetry: join(stateDir, 'telemetry'),
  };
}

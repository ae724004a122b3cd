import { type Logger } from '../logs/logger.ts';

/** Faults of the spool's disk: one line for each kind, however often it comes. */
export interface FaultLog {
  readonly tell: (error: unknown) => void;
}

export function createFaultLog(logger: Pick<Logger, 'warn'>): FaultLog {
  const told = new Set<string>();
  return {
    tell(error) {
      const detail = error instanceof Error ? error.message : 'no reason';
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'spool/failed';
      if (told.has(code)) return;
      // before the line, which is spooled itself and may fail the same way
      told.add(code);
      logger.warn({ code, detail }, 'the telemetry spool has trouble with its disk');
    },
  };
}

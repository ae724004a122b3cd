import { createProgramLogger, type Logger, type ProgramLog } from '@noderr/telemetry';

/** The hub's log, on stdout unless told. */
export function createLogger(level: string, stream?: ProgramLog['stream']): Logger {
  return createProgramLogger({ level, fields: { service: 'noderr-hub' }, stream });
}

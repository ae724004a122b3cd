import { createProgramLogger, type Logger } from '@noderr/telemetry';
import { type LogTap } from './log-tap.ts';

export type { Logger };

/** The agent's log on stdout; the tap hears it too. */
export function createLogger(level: string, fields: Readonly<Record<string, string>> = {}, tap?: LogTap): Logger {
  return createProgramLogger({ level, fields, onLine: (line) => tap?.tell(line) });
}

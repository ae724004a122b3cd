import { SettingsError } from '@noderr/settings';
import { NoAgentError } from '../control/control-client.ts';
import { CliFault } from './cli-fault.ts';
import { errorText } from './error-text.ts';
import { EXIT } from './exit-code.ts';

/** A fault as it leaves the command: the code for scripts, the message for people. */
export interface ToldFault {
  exitCode: number;
  code: string;
  message: string;
  /** Each fault of the settings; empty for anything else. */
  faults: readonly string[];
}

export function toldFault(error: unknown): ToldFault {
  if (error instanceof SettingsError) {
    const { code, faults, message } = error;
    return { exitCode: EXIT.settings, code, message, faults };
  }
  const message = errorText(error);
  if (error instanceof CliFault) return { exitCode: EXIT[error.exit], code: error.code, message, faults: [] };
  const exitCode = error instanceof NoAgentError ? EXIT.unavailable : EXIT.refused;
  return { exitCode, code: codeOf(error), message, faults: [] };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'agent/failed';
}

import { FailureCode } from '@noderr/protocol';
import { type Fault } from './forward.ts';

/** Ends or turns an attempt; its code goes into the outcome. */
export class AttemptFault extends Error {
  override readonly name = 'AttemptFault';
  readonly code: FailureCode;
  readonly logTail: string;

  constructor(code: FailureCode, message: string, options: ErrorOptions & { logTail?: string } = {}) {
    super(message, options);
    this.code = code;
    this.logTail = options.logTail ?? '';
  }
}

/** What an error of one of our parts means for an attempt; what has no code of ours counts as the runtime's. */
export function faultOf(error: unknown): Fault {
  if (error instanceof AttemptFault) return { code: error.code, detail: error.message, logTail: error.logTail };
  const code = error instanceof Error && 'code' in error ? FailureCode.safeParse(error.code).data : undefined;
  return { code: code ?? 'docker/failed', detail: messageOf(error), logTail: '' };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

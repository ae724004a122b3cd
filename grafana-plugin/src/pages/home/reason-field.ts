import { MAX_REASON_BYTES } from '@noderr/protocol';
import { homeStrings } from '../../strings/home.ts';

/** What is wrong with a reason, null when it may go onto the chain. */
export function reasonProblem(reason: string, required: boolean): string | null {
  const bytes = new TextEncoder().encode(reason).length;
  if (bytes > MAX_REASON_BYTES) return homeStrings.dialog.reasonTooLong(bytes);
  if (required && reason.trim() === '') return homeStrings.dialog.reasonMissing;
  return null;
}

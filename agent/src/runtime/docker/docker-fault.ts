import { z } from 'zod';
import { RuntimeFault, type RuntimeFaultCode } from '../runtime-fault.ts';

const HttpFailure = z.object({ statusCode: z.int(), message: z.string() });
const SystemFailure = z.object({ code: z.string() });

const UNREACHABLE = new Set([
  'ERR_STREAM_PREMATURE_CLOSE',
  'ECONNREFUSED',
  'ENOENT',
  'ECONNRESET',
  'EPIPE',
  'EACCES',
  'ETIMEDOUT',
  'ENOTFOUND',
]);

/** The HTTP status of dockerd's answer, null when it gave none. */
export function httpStatusOf(error: unknown): number | null {
  const parsed = HttpFailure.safeParse(error);
  return parsed.success ? parsed.data.statusCode : null;
}

/** dockerd says why in words only: this is the one place where they are read. */
function codeOfWords(words: string): RuntimeFaultCode | null {
  if (/no space left on device|disk quota exceeded/i.test(words)) return 'disk/full';
  // An image whose entry point cannot run or whose user is unknown would fail the same way on every try.
  if (
    /no command specified|executable file not found|exec format error|unable to find user|unable to start container process|exec: "|permission denied: unknown/i.test(
      words,
    )
  ) {
    return /cgroup|resource temporarily unavailable|too many open files|cannot allocate memory/i.test(words)
      ? null
      : 'start/create-failed';
  }
  return null;
}

/** Translates what dockerode threw; `doing` completes "could not …". */
export function dockerFault(error: unknown, doing: string): RuntimeFault {
  if (error instanceof RuntimeFault) return error;
  const http = HttpFailure.safeParse(error);
  if (http.success) {
    const code = codeOfWords(http.data.message) ?? 'docker/failed';
    return new RuntimeFault(code, `could not ${doing}: ${http.data.message.trim()}`, { cause: error });
  }
  const system = SystemFailure.safeParse(error);
  const message = error instanceof Error ? error.message : String(error);
  const lost = (system.success && UNREACHABLE.has(system.data.code)) || /socket hang up|aborted/.test(message);
  return new RuntimeFault(lost ? 'docker/unreachable' : 'docker/failed', `could not ${doing}: ${message}`, {
    cause: error,
  });
}

/** Translates the words with which dockerd ends a pull. */
export function pullFaultCode(words: string): RuntimeFaultCode {
  if (/no space left on device|disk quota exceeded/i.test(words)) return 'disk/full';
  if (/no matching manifest|does not match the specified platform|no match for platform/i.test(words)) {
    return 'content/platform-missing';
  }
  if (
    /digest.*mismatch|does not match.*digest|verification failed|unexpected EOF.*digest|filesystem layer verification/i.test(
      words,
    )
  ) {
    return 'content/digest-mismatch';
  }
  if (/timeout|deadline exceeded|context canceled/i.test(words)) return 'registry/timeout';
  if (/manifest unknown|not found|denied|unauthorized|authentication required|toomanyrequests|forbidden/i.test(words)) {
    return 'registry/refused';
  }
  return 'registry/unreachable';
}

import { INGEST_HEADERS, INGEST_PATHS, type Lane, LANE_HEADER, Problem, type Signal } from '@noderr/protocol';
import { correctClock } from '../../hub/correct-clock.ts';
import { readBounded } from '../../hub/read-bounded.ts';
import { type NodeIdentity } from '../../identity/node-identity.ts';
import { nodeToken } from '../../identity/node-token.ts';
import { type SystemClock } from '../../system-clock.ts';
import { type PushAnswer } from './push-answer.ts';

/** The hub waits 30 s for the store. */
const TIMEOUT_MS = 35_000;
/** Only the gateway can say that a push will never be taken; its codes begin so. */
const OF_INGEST = 'ingest/';
/** A longer Retry-After is a mistake, or somebody else's. */
const MAX_RETRY_AFTER_MS = 600_000;

export interface PushClientOptions {
  /** Origin of the hub's ingest listener. */
  url: string;
  audience: string;
  /** Milliseconds for one push, its answer included; default 35 000. */
  timeoutMs?: number;
}

export interface PushClientDeps {
  identity: NodeIdentity;
  clock: Pick<SystemClock, 'now' | 'correct'>;
}

export interface Push {
  signal: Signal;
  lane: Lane;
  /** Compressed. */
  body: Uint8Array<ArrayBuffer>;
}

/** Pushes to the hub's ingest listener; the only throw is the abort of the signal. */
export type PushClient = (push: Push, signal: AbortSignal) => Promise<PushAnswer>;

export function createPushClient(options: PushClientOptions, { identity, clock }: PushClientDeps): PushClient {
  const { url, audience, timeoutMs = TIMEOUT_MS } = options;

  async function post({ signal: kind, lane, body }: Push, signal: AbortSignal): Promise<PushAnswer> {
    const path = INGEST_PATHS[kind];
    const token = nodeToken(identity, { audience, method: 'POST', path, body, now: clock.now() });
    const sentAt = Date.now();
    try {
      const response = await fetch(new URL(path, url), {
        method: 'POST',
        redirect: 'error',
        headers: { ...INGEST_HEADERS[kind], [LANE_HEADER]: lane, authorization: `Bearer ${token}` },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      const text = await readBounded(response);
      if (response.status === 401) correctClock(response.headers.get('date'), sentAt, clock);
      return answerOf(response, text);
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      const detail = `${new URL(url).host} does not answer: ${cause instanceof Error ? cause.message : 'no reason'}`;
      return { kind: 'later', afterMs: null, code: 'ingest/unreachable', detail };
    }
  }

  return async (push, signal) => {
    const answer = await post(push, signal);
    // The Date of a 401 has corrected the clock: a token that was only out of time is right now.
    return answer.kind === 'unauthorized' ? post(push, signal) : answer;
  };
}

function answerOf({ status, headers }: Response, text: string): PushAnswer {
  if (status === 204) return { kind: 'accepted' };
  const problem = problemOf(text);
  const { code, message } = problem ?? { code: 'ingest/failed', message: 'no explanation' };
  const told = { code, detail: `answered ${status}: ${message}` };
  if (status === 413 || (status === 400 && problem?.code.startsWith(OF_INGEST) === true))
    return { kind: 'refused', ...told };
  if (status === 401 || status === 403) return { kind: 'unauthorized', ...told };
  // All else is not the hub's, or not yet: a proxy without a route or with another protocol, a login page, an older hub.
  return { kind: 'later', afterMs: retryAfterMs(headers.get('retry-after')), ...told };
}

function problemOf(text: string): Problem | null {
  try {
    return Problem.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function retryAfterMs(seconds: string | null): number | null {
  return seconds !== null && /^\d{1,9}$/.test(seconds) ? Math.min(Number(seconds) * 1000, MAX_RETRY_AFTER_MS) : null;
}

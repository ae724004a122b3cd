import {
  EnrollReply,
  type EnrollRequest,
  type EventDelivery,
  EventsReply,
  type Heartbeat,
  HeartbeatReply,
  Problem,
} from '@noderr/protocol';
import { type z } from 'zod';
import { type NodeIdentity } from '../identity/node-identity.ts';
import { nodeToken } from '../identity/node-token.ts';
import { type SystemClock } from '../system-clock.ts';
import { correctClock } from './correct-clock.ts';
import { HubError } from './hub-error.ts';
import { readBounded } from './read-bounded.ts';

export interface HubClientOptions {
  /** Origin of the hub, such as `https://hub.example`. */
  url: string;
  audience: string;
  /** Milliseconds for one request, its answer included; default 10 000. */
  timeoutMs?: number;
}

export interface HubClientDeps {
  identity: NodeIdentity;
  clock: Pick<SystemClock, 'now' | 'correct'>;
}

/** The node routes of the hub; every request carries a token of its own. */
export interface HubClient {
  enroll(request: EnrollRequest, signal: AbortSignal): Promise<EnrollReply>;
  heartbeat(heartbeat: Heartbeat, signal: AbortSignal): Promise<HeartbeatReply>;
  sendEvents(events: readonly EventDelivery[], signal: AbortSignal): Promise<EventsReply>;
}

export function createHubClient(options: HubClientOptions, { identity, clock }: HubClientDeps): HubClient {
  const timeoutMs = options.timeoutMs ?? 10_000;

  async function exchange(path: string, body: string, signal: AbortSignal): Promise<{ status: number; text: string }> {
    const token = nodeToken(identity, { audience: options.audience, method: 'POST', path, body, now: clock.now() });
    const sentAt = Date.now();
    try {
      const response = await fetch(new URL(path, options.url), {
        method: 'POST',
        redirect: 'error',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      const text = await readBounded(response);
      correctClock(response.headers.get('date'), sentAt, clock);
      return { status: response.status, text };
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      throw new HubError('hub/unreachable', `the hub at ${new URL(options.url).host} does not answer`, { cause });
    }
  }

  async function post<T extends z.ZodType>(
    path: string,
    request: object,
    schema: T,
    signal: AbortSignal,
  ): Promise<z.infer<T>> {
    const body = JSON.stringify(request);
    let answer = await exchange(path, body, signal);
    // The Date of a 401 has corrected the clock: a token that was only out of time is right now.
    if (answer.status === 401) answer = await exchange(path, body, signal);
    if (answer.status !== 200) throw refusal(path, answer);
    try {
      return schema.parse(JSON.parse(answer.text));
    } catch (cause) {
      throw new HubError('hub/failed', `the hub's answer to ${path} is not one of ours`, { cause });
    }
  }

  return {
    enroll: (request, signal) => post('/node/v1/enroll', request, EnrollReply, signal),
    heartbeat: (heartbeat, signal) => post('/node/v1/heartbeat', heartbeat, HeartbeatReply, signal),
    sendEvents: (events, signal) => post('/node/v1/events', { events }, EventsReply, signal),
  };
}

function refusal(path: string, { status, text }: { status: number; text: string }): HubError {
  const message = `${path} answered ${status}: ${problemText(text)}`;
  if (status === 401) return new HubError('hub/unauthorized', message);
  return new HubError(status >= 500 || status === 429 ? 'hub/failed' : 'hub/refused', message);
}

function problemText(text: string): string {
  try {
    const { code, message, issues } = Problem.parse(JSON.parse(text));
    const where = (issues ?? []).map((issue) => `${issue.path}: ${issue.message}`).join('; ');
    return `${code}: ${message}${where === '' ? '' : ` (${where})`}`;
  } catch {
    return 'no explanation';
  }
}

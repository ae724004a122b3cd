import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** What became of a push: `refused` is for ever, `unavailable` may go well later. */
export type StoreAnswer =
  | { kind: 'accepted' }
  | { kind: 'refused'; status: 400 | 413; detail: string }
  | { kind: 'unavailable'; retryAfterS: number; detail: string };

export interface StoreOptions {
  /** The whole address. */
  url: string;
  /** Sent with each push: tenant and Authorization, where they are wanted. */
  headers: Readonly<Record<string, string>>;
  /** For a whole push, the answer included; milliseconds. */
  timeoutMs: number;
}

/** Prometheus, Loki or what takes pushes as they do. */
export interface Store {
  /** Passes a body on as it is; never throws. */
  push(body: Buffer, headers: Readonly<Record<string, string>>): Promise<StoreAnswer>;
  close(): void;
}

/** Of the text of an answer; bytes. */
const MAX_ANSWER_BYTES = 16 * 1024;
/** Of what a node is told; characters. */
const MAX_DETAIL = 200;
const RETRY_AFTER_S = 5;
const MAX_RETRY_AFTER_S = 60;

export function createStore({ url, headers, timeoutMs }: StoreOptions): Store {
  const isHttps = new URL(url).protocol === 'https:';
  const agent = isHttps ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const open = isHttps ? httpsRequest : httpRequest;

  async function attempt(body: Buffer, own: Readonly<Record<string, string>>, again: boolean): Promise<StoreAnswer> {
    const signal = AbortSignal.timeout(timeoutMs);
    const sent = open(url, {
      method: 'POST',
      agent,
      signal,
      headers: { 'user-agent': 'noderr-hub', ...headers, ...own, 'content-length': body.length },
    });
    try {
      const response = await answerTo(sent, body);
      return answerOf(response, await textOf(response));
    } catch (error) {
      // The store closed a kept connection at the moment we used it: it has not seen this push.
      if (again && sent.reusedSocket && codeOf(error) === 'ECONNRESET') return attempt(body, own, false);
      const detail = signal.aborted ? `no answer within ${timeoutMs} ms` : codeOf(error);
      return { kind: 'unavailable', retryAfterS: RETRY_AFTER_S, detail };
    }
  }

  return {
    push: (body, own) => attempt(body, own, true),
    close() {
      agent.destroy();
    },
  };
}

function answerTo(sent: ClientRequest, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve);
    sent.on('error', reject);
    // Not every end is an error: a connection that another protocol was to be spoken on is closed without a word.
    sent.once('close', () => {
      reject(new Error('the connection was closed'));
    });
    sent.end(body);
  });
}

/** The beginning of the answer's text; an endless answer is cut off. */
async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, text: string): StoreAnswer {
  if (statusCode >= 200 && statusCode < 300) return { kind: 'accepted' };
  const detail = `${statusCode} ${text.replace(/[\p{C}\s]+/gu, ' ').trim()}`.slice(0, MAX_DETAIL);
  if (statusCode === 413) return { kind: 'refused', status: 413, detail };
  if (statusCode === 400 || statusCode === 422) return { kind: 'refused', status: 400, detail };
  // Everything else, such as 401 or 404, is a fault of the store or of our settings: the node keeps what it has.
  return { kind: 'unavailable', retryAfterS: retryAfterOf(headers['retry-after']), detail };
}

function retryAfterOf(header: string | undefined): number {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(Math.ceil(seconds), MAX_RETRY_AFTER_S) : RETRY_AFTER_S;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no answer';
}

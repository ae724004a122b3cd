import { type z } from 'zod';
import { errorStrings } from '../strings/errors.ts';
import { errorOfAnswer } from './error-of-answer.ts';
import { HubError } from './hub-error.ts';
import { type Transport, type TransportRequest } from './transport.ts';

export interface HubCall<T> extends TransportRequest {
  /** The Grafana action that the route asks for. */
  right: string;
  answer: z.ZodType<T>;
}

export type HubRequest = <T>(call: HubCall<T>) => Promise<T>;

interface Remembered {
  etag: string;
  value: unknown;
}

/** Old answers are kept for this many addresses; each is one page's worth. */
const REMEMBERED_MAX = 40;

/**
 * Sends a request and parses its answer. A GET is asked with the ETag of the last answer of the same address, so that
 * an unchanged fleet costs one 304 and returns the same object.
 */
export function createHubRequest(transport: Transport, onAnswer: (value: unknown) => void): HubRequest {
  const remembered = new Map<string, Remembered>();

  return async <T>(call: HubCall<T>): Promise<T> => {
    const { right, answer: schema, ...request } = call;
    const key = `${request.path}?${JSON.stringify(request.query ?? {})}`;
    const known = request.method === 'GET' ? remembered.get(key) : undefined;
    const answer = await transport(
      known ? { ...request, headers: { ...request.headers, 'If-None-Match': known.etag } } : request,
    );
    // The same schema made this value for the same address.
    if (answer.status === 304 && known) return known.value as T;
    if (answer.status < 200 || answer.status > 299) throw errorOfAnswer(answer, right);

    const parsed = schema.safeParse(answer.body);
    if (!parsed.success) {
      throw new HubError('answer-invalid', errorStrings.answerInvalid, {
        status: answer.status,
        cause: parsed.error,
      });
    }
    if (request.method === 'GET' && answer.etag !== null) {
      remembered.delete(key);
      remembered.set(key, { etag: answer.etag, value: parsed.data });
      const oldest = remembered.keys().next();
      if (remembered.size > REMEMBERED_MAX && !oldest.done) remembered.delete(oldest.value);
    }
    onAnswer(parsed.data);
    return parsed.data;
  };
}

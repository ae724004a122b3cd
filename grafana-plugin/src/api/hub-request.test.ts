import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isHubError } from './hub-error.ts';
import { createHubRequest, type HubCall } from './hub-request.ts';
import { type TransportAnswer, type TransportRequest } from './transport.ts';

const Answer = z.object({ now: z.number(), value: z.string() });
const call: HubCall<z.infer<typeof Answer>> = { method: 'GET', path: '/tiers', right: 'read', answer: Answer };

function scripted(answers: TransportAnswer[]): {
  request: ReturnType<typeof createHubRequest>;
  asked: TransportRequest[];
} {
  const asked: TransportRequest[] = [];
  const request = createHubRequest(
    (one) => {
      asked.push(one);
      const answer = answers.shift();
      if (!answer) throw new Error('nothing left to answer');
      return Promise.resolve(answer);
    },
    () => undefined,
  );
  return { request, asked };
}

const ok = (value: string, etag: string | null = null): TransportAnswer => ({
  status: 200,
  body: { now: 1, value },
  etag,
});
const unchanged: TransportAnswer = { status: 304, body: '', etag: null };

describe('createHubRequest', () => {
  it('asks with the last ETag and hands out the same object for a 304', async () => {
    const { request, asked } = scripted([ok('a', 'W/"1"'), unchanged]);
    const first = await request(call);
    expect(await request(call)).toBe(first);
    expect(asked[0]?.headers).toBeUndefined();
    expect(asked[1]?.headers).toEqual({ 'If-None-Match': 'W/"1"' });
  });

  it('keeps ETags of different queries apart', async () => {
    const { request, asked } = scripted([ok('a', 'W/"1"'), ok('b', 'W/"2"')]);
    await request({ ...call, query: { tier: 'ALL' } });
    await request({ ...call, query: { tier: 'ORACLE' } });
    expect(asked[1]?.headers).toBeUndefined();
  });

  it('never sends an ETag with a POST', async () => {
    const { request, asked } = scripted([ok('a', 'W/"1"'), ok('b')]);
    await request(call);
    await request({ ...call, method: 'POST' });
    expect(asked[1]?.headers).toBeUndefined();
  });

  it('tells an answer that does not fit its schema', async () => {
    const { request } = scripted([{ status: 200, body: { now: 1 }, etag: 'x' }]);
    await expect(request(call)).rejects.toSatisfy((error) => isHubError(error, 'answer-invalid'));
  });

  it('does not remember what did not fit', async () => {
    const { request, asked } = scripted([{ status: 200, body: null, etag: 'x' }, ok('a')]);
    await request(call).catch(() => undefined);
    await request(call);
    expect(asked[1]?.headers).toBeUndefined();
  });
});

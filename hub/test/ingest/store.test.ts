import { type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore, type Store } from '../../src/ingest/store.ts';
import { StubStore } from '../../src/testing/stub-store.ts';

const BODY = Buffer.from('a batch');

let stub: StubStore;
let store: Store;
beforeEach(async () => {
  stub = await StubStore.start();
});
afterEach(async () => {
  store.close();
  await stub.close();
});

function storeWith(over: { timeoutMs?: number; headers?: Record<string, string> } = {}): Store {
  return createStore({ url: `${stub.url}/push?x=1`, headers: {}, timeoutMs: 30_000, ...over });
}

describe('a store', () => {
  it('is sent tenant and credentials with each push', async () => {
    store = storeWith({ headers: { 'x-scope-orgid': 'noderr', authorization: 'Bearer secret' } });
    expect(await store.push(BODY, { 'content-type': 'x/y' })).toEqual({ kind: 'accepted' });
    expect(stub.pushes).toMatchObject([
      {
        path: '/push?x=1',
        headers: { 'x-scope-orgid': 'noderr', authorization: 'Bearer secret', 'content-type': 'x/y' },
      },
    ]);
  });

  it.each([
    ['never answers', () => undefined],
    [
      'begins to answer and stops',
      (response: Parameters<StubStore['answer']>[0]) => response.writeHead(200).write('x'),
    ],
  ])('that %s is unavailable after its time', async (_what, answer) => {
    stub.answer = answer;
    store = storeWith({ timeoutMs: 100 });
    expect(await store.push(BODY, {})).toMatchObject({ kind: 'unavailable', detail: 'no answer within 100 ms' });
  });

  it('that takes a push and answers late has it twice, byte by byte the same, and is believed when it answers in time', async () => {
    const late: (() => void)[] = [];
    stub.answer = (response) => late.push(() => response.writeHead(204).end());
    const hasty = createStore({ url: stub.url, headers: {}, timeoutMs: 100 });
    expect(await hasty.push(BODY, {})).toMatchObject({ kind: 'unavailable' });
    hasty.close();
    store = storeWith();
    const pushed = store.push(BODY, {});
    await vi.waitFor(() => {
      expect(late).toHaveLength(2);
    }, 20_000);
    for (const answer of late) answer();
    expect(await pushed).toEqual({ kind: 'accepted' });
    expect(stub.pushes.map(({ body }) => body)).toEqual([BODY, BODY]);
  });

  it('that is not there is unavailable', async () => {
    store = storeWith();
    await stub.close();
    expect(await store.push(BODY, {})).toMatchObject({ kind: 'unavailable', detail: 'ECONNREFUSED' });
  });

  it('that answers with another protocol is unavailable: no push waits for ever', async () => {
    store = storeWith();
    stub.answer = ({ socket }) => socket?.write('HTTP/1.1 101 x\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');
    expect(await store.push(BODY, {})).toMatchObject({ kind: 'unavailable', detail: 'no answer' });
  });

  it('that closed a kept connection meanwhile gets the push by a new one, once', async () => {
    const served = new Set<Socket | null>();
    stub.answer = (response) => {
      if (served.has(response.socket)) response.socket?.destroy();
      else response.writeHead(204).end();
      served.add(response.socket);
    };
    store = storeWith();
    expect(await store.push(BODY, {})).toEqual({ kind: 'accepted' });
    expect(await store.push(BODY, {})).toEqual({ kind: 'accepted' });
    expect(stub.pushes).toHaveLength(3);
  });
});

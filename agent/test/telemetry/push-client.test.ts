import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identityOf } from '../../src/identity/node-identity.ts';
import { createPushClient, type Push, type PushClient } from '../../src/telemetry/ship/push-client.ts';
import { BriskClock } from '../../src/testing/brisk-clock.ts';
import { type PushReceiver, startPushReceiver } from '../../src/testing/push-receiver.ts';
import { logsParcel } from '../../src/telemetry/encode/logs-parcel.ts';

const identity = identityOf(generateKeyPairSync('ed25519').privateKey);
const SENDER = { cluster: 'noderr', tier: 'ORACLE', node_id: identity.nodeId };
const AUDIENCE = 'noderr:31337:0x00';

let receiver: PushReceiver;
let clock: BriskClock;
let client: PushClient;
let push: Push;
beforeEach(async () => {
  clock = new BriskClock();
  receiver = await startPushReceiver({ ...SENDER, ...identity, audience: AUDIENCE });
  client = createPushClient({ url: receiver.url, audience: AUDIENCE }, { identity, clock });
  const line = { ns: '1700000000000000001', service: 'oracle', level: 'info', line: 'ready', metadata: {} };
  push = { signal: 'logs', lane: 'backlog', body: await logsParcel([line], SENDER).body() };
});
afterEach(async () => {
  await receiver.close();
});

describe('a push', () => {
  it.each([
    [{ status: 204 }, { kind: 'accepted' }],
    [{ status: 200 }, { kind: 'later', afterMs: null }],
    [
      { status: 400, body: '{"code":"ingest/out-of-window","message":"too old"}' },
      { kind: 'refused', code: 'ingest/out-of-window' },
    ],
    [{ status: 413 }, { kind: 'refused' }],
    [
      { status: 400, body: '<html>The plain HTTP request was sent to HTTPS port</html>' },
      { kind: 'later', code: 'ingest/failed' },
    ],
    [
      { status: 400, body: '{"code":"request/invalid","message":"the body is not as long as it says"}' },
      { kind: 'later', code: 'request/invalid' },
    ],
    [{ status: 401 }, { kind: 'unauthorized' }],
    [
      { status: 403, body: 'no json' },
      { kind: 'unauthorized', code: 'ingest/failed' },
    ],
    [{ status: 404 }, { kind: 'later' }],
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { kind: 'later', afterMs: 7_000 },
    ],
    [
      { status: 503, headers: { 'retry-after': '999999' } },
      { kind: 'later', afterMs: 600_000 },
    ],
    [
      { status: 503, headers: { 'retry-after': 'soon' } },
      { kind: 'later', afterMs: null },
    ],
    ['garbage' as const, { kind: 'later', code: 'ingest/unreachable' }],
  ])('that is answered by %j is %j', async (given, expected) => {
    receiver.answer = () => given;
    expect(await client(push, new AbortController().signal)).toMatchObject(expected);
    expect(receiver.faults).toEqual([]);
  });

  it('that is never answered is tried again later', async () => {
    const hasty = createPushClient({ url: receiver.url, audience: AUDIENCE, timeoutMs: 100 }, { identity, clock });
    receiver.answer = () => 'hang';
    expect(await hasty(push, new AbortController().signal)).toMatchObject({
      kind: 'later',
      code: 'ingest/unreachable',
    });
  });

  it('corrects its clock by the Date of a 401 and is made once more', async () => {
    let refusals = 1;
    const date = new Date(Date.now() + 900_000).toUTCString();
    receiver.answer = () => (refusals-- > 0 ? { status: 401, headers: { date } } : { status: 204 });
    expect(await client(push, new AbortController().signal)).toEqual({ kind: 'accepted' });
    expect(Math.abs(clock.offsetMs() - 900_000)).toBeLessThan(5_000);
    expect(receiver.asked).toBe(2);
  });

  it('does not believe the clock of an answer that is no 401', async () => {
    receiver.answer = () => ({ status: 503, headers: { date: new Date(0).toUTCString() } });
    await client(push, new AbortController().signal);
    expect(clock.offsetMs()).toBe(0);
  });

  it('ends with its signal', async () => {
    receiver.answer = () => 'hang';
    const stop = new AbortController();
    const reason = new Error('the agent was stopped');
    const pushed = client(push, stop.signal);
    stop.abort(reason);
    await expect(pushed).rejects.toBe(reason);
  });

  it('reports a hub that is not there', async () => {
    await receiver.close();
    expect(await client(push, new AbortController().signal)).toMatchObject({
      kind: 'later',
      code: 'ingest/unreachable',
    });
    receiver = await startPushReceiver({ ...SENDER, ...identity, audience: AUDIENCE });
  });
});

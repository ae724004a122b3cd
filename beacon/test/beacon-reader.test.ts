import { type ChainView, ReleaseId } from '@noderr/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeCall } from '../src/contract/beacon-abi.ts';
import { type BeaconReader, type BeaconReaderOptions } from '../src/reader/beacon-reader.ts';
import { BAR_MS, CLAIM_LIFE_MS } from '../src/reader/brake-claims.ts';
import { createBeaconReader } from '../src/reader/create-beacon-reader.ts';
import { type Anvil, startAnvil } from '../src/testing/anvil.ts';
import { type Behaviour, type RpcProxy, type RpcRequest, startRpcProxy } from '../src/testing/rpc-proxy.ts';
import { deployTestBeacon, type TestBeacon } from '../src/testing/test-beacon.ts';

const NONE = ReleaseId.parse(0);
const DIRECTIVE_OF_ALL = encodeCall('directive', { tier: 0n });

let anvil: Anvil;
let beacon: TestBeacon;
let proxies: [RpcProxy, RpcProxy, RpcProxy];
let now: number;

beforeAll(async () => {
  anvil = await startAnvil({ blockTimeS: 0 });
  beacon = await deployTestBeacon(anvil);
  proxies = [await startRpcProxy(anvil.url), await startRpcProxy(anvil.url), await startRpcProxy(anvil.url)];
});
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await anvil.close();
});

beforeEach(async () => {
  for (const proxy of proxies) proxy.behave(() => undefined);
  await finalize();
});
afterEach(() => {
  for (const proxy of proxies) proxy.behave(() => undefined);
});

/** Makes all that happened final, and the clock that of the chain. */
async function finalize(): Promise<void> {
  await anvil.mine(3);
  now = (await anvil.block('latest')).time * 1000;
}

function readerOf(options: Partial<BeaconReaderOptions> = {}): BeaconReader {
  const { chainId, beacon: address } = beacon.deployment;
  return createBeaconReader(
    {
      chainId,
      beacon: address,
      deployment: beacon.deployment,
      rpcEndpoints: proxies.map((proxy) => proxy.url),
      quorum: 2,
      timeoutMs: 4_000,
      ...options,
    },
    { now: () => now },
  );
}

async function finalView(reader: BeaconReader, current = NONE): Promise<ChainView> {
  const reading = await reader.readView('ALL', current);
  if (reading.kind !== 'final') throw new Error(`expected a final view, got ${JSON.stringify(reading)}`);
  return reading.view;
}

function onMethod(method: string, behaviour: Behaviour): (request: RpcRequest) => Behaviour | undefined {
  return (request) => (request.method === method ? behaviour : undefined);
}

const plusBlocks = (count: number) => (block: unknown) => ({
  ...(block as object),
  number: `0x${(Number((block as { number: string }).number) + count).toString(16)}`,
});

describe('A final view', () => {
  test('comes with the quorum that read it', async () => {
    await beacon.publish();
    await finalize();
    const reading = await readerOf().readView('ALL', NONE);
    expect(reading).toMatchObject({ kind: 'final', quorum: { needed: 2, agreeing: 3 }, deployment: beacon.deployment });
    if (reading.kind !== 'final') return;
    expect(reading.view.directive).toMatchObject({ kind: 'rollout', seq: 1, target: 1 });
    expect(reading.quorum.endpoints.every((endpoint) => endpoint.agrees && endpoint.fault === null)).toBe(true);
  });

  test('does not show what is not final yet', async () => {
    const reader = readerOf();
    const before = await finalView(reader);
    await beacon.pause();
    expect((await finalView(reader)).directive.seq).toBe(before.directive.seq);
    const latest = await reader.readLatest('ALL', NONE);
    expect(latest).toMatchObject({ kind: 'latest', view: { directive: { paused: true } } });
    await finalize();
    expect((await finalView(reader)).directive).toMatchObject({ seq: before.directive.seq + 1, paused: true });
    await beacon.resume();
    await finalize();
  });

  test('of several tiers comes from one block', async () => {
    const reading = await readerOf().readViews([
      { tier: 'ALL', current: NONE },
      { tier: 'AGENT', current: NONE },
    ]);
    if (reading.kind !== 'final') throw new Error(reading.kind);
    expect(new Set(reading.views.map((view) => view.block.hash)).size).toBe(1);
    expect(reading.views.map((view) => view.directive.tier)).toEqual(['ALL', 'AGENT']);
  });

  test('pins the identity that a quorum saw first where none was given', async () => {
    const reader = readerOf({ deployment: undefined });
    const reading = await reader.readView('ALL', NONE);
    expect(reading).toMatchObject({ kind: 'final', deployment: beacon.deployment });
    proxies[0].behave(onMethod('eth_getCode', { kind: 'answer', result: '0x6001' }));
    expect(await reader.readView('ALL', NONE)).toMatchObject({
      kind: 'final',
      quorum: { agreeing: 2, endpoints: [{ fault: { code: 'chain/wrong-code' } }, {}, {}] },
    });
  });

  test('can come from a single endpoint, and from confirmations where there is no finality', async () => {
    const single = readerOf({ rpcEndpoints: [proxies[0].url], quorum: 1 });
    expect(await single.readView('ALL', NONE)).toMatchObject({ kind: 'final', quorum: { needed: 1, agreeing: 1 } });
    for (const proxy of proxies) {
      proxy.behave((request) =>
        request.params[0] === 'finalized' ? { kind: 'error', code: -32000, message: 'no such tag' } : undefined,
      );
    }
    expect(await readerOf().readView('ALL', NONE)).toMatchObject({ kind: 'unavailable', code: 'chain/no-finalized' });
    const { number } = await anvil.block('latest');
    expect(await readerOf({ confirmations: 5 }).readView('ALL', NONE)).toMatchObject({
      kind: 'final',
      block: { number: number - 5 },
    });
  });
});

describe('One bad endpoint of three changes nothing, and is named', () => {
  const badThings: [string, string, (request: RpcRequest) => Behaviour | undefined][] = [
    ['hangs', 'rpc/timeout', () => ({ kind: 'hang' })],
    ['drips', 'rpc/timeout', () => ({ kind: 'drip' })],
    ['sends 50 MB', 'rpc/too-large', () => ({ kind: 'huge', bytes: 50_000_000 })],
    ['sends garbage', 'rpc/malformed', () => ({ kind: 'garbage' })],
    ['redirects', 'rpc/redirected', () => ({ kind: 'redirect', to: 'http://127.0.0.1:9/' })],
    ['answers 500', 'rpc/http-status', () => ({ kind: 'status', status: 500 })],
    ['is another chain', 'chain/wrong-chain-id', onMethod('eth_chainId', { kind: 'answer', result: '0x1' })],
    ['has another contract', 'chain/wrong-code', onMethod('eth_getCode', { kind: 'answer', result: '0x6001' })],
    ['has no contract', 'chain/wrong-code', onMethod('eth_getCode', { kind: 'answer', result: '0x' })],
    [
      'knows no finalized block',
      'chain/no-finalized',
      onMethod('eth_getBlockByNumber', { kind: 'answer', result: null }),
    ],
    [
      'refuses the finalized block',
      'chain/no-finalized',
      onMethod('eth_getBlockByNumber', { kind: 'error', code: -39001, message: 'unknown block' }),
    ],
    [
      'has lost the block',
      'chain/reorged',
      onMethod('eth_call', { kind: 'error', code: -32000, message: 'header not found' }),
    ],
    [
      'says that the contract reverted',
      'chain/reorged',
      onMethod('eth_call', { kind: 'error', code: 3, message: 'execution reverted' }),
    ],
    [
      'reads another view',
      'chain/disagrees',
      onMethod('eth_call', { kind: 'twist', twist: (data) => `${String(data).slice(0, -1)}1` }),
    ],
    [
      'names another block hash',
      'chain/disagrees',
      onMethod('eth_getBlockByNumber', {
        kind: 'twist',
        twist: (block) => ({ ...(block as object), hash: `0x${'ab'.repeat(32)}` }),
      }),
    ],
    ['is behind', 'chain/behind', onMethod('eth_getBlockByNumber', { kind: 'twist', twist: plusBlocks(-1) })],
  ];
  test.each(badThings)('when it %s (%s)', async (_what, code, rule) => {
    proxies[1].behave(rule);
    const reading = await readerOf().readView('ALL', NONE);
    expect(reading).toMatchObject({ kind: 'final', quorum: { agreeing: 2 } });
    const bad = reading.quorum.endpoints.find((endpoint) => !endpoint.agrees);
    expect(bad?.fault?.code).toBe(code);
    expect(bad?.host).toBe(new URL(proxies[1].url).host);
  });

  test('when it is from the future', async () => {
    proxies[2].behave((request) =>
      request.params[0] === 'finalized' ? { kind: 'twist', twist: plusBlocks(1_000_000) } : undefined,
    );
    expect(await readerOf().readView('ALL', NONE)).toMatchObject({ kind: 'final' });
  });
});

describe('No quorum, no view', () => {
  test('when two of three lie differently', async () => {
    proxies[0].behave(onMethod('eth_call', { kind: 'twist', twist: (data) => `${String(data).slice(0, -1)}1` }));
    proxies[1].behave(onMethod('eth_call', { kind: 'twist', twist: (data) => `${String(data).slice(0, -1)}2` }));
    expect(await readerOf().readView('ALL', NONE)).toMatchObject({ kind: 'unavailable', code: 'chain/no-quorum' });
  });

  test('when two of three lie the same, unless all must agree', async () => {
    const lie = onMethod('eth_call', {
      kind: 'twist',
      twist: (data) => `${String(data).slice(0, -64)}${'0'.repeat(63)}1`,
    });
    proxies[0].behave(lie);
    proxies[1].behave(lie);
    const reading = await readerOf({ quorum: 3 }).readView('ALL', NONE);
    expect(reading).toMatchObject({ kind: 'unavailable', code: 'chain/no-quorum' });
  });

  test('when the answers contradict themselves, though a quorum gives the same', async () => {
    const lie = onMethod('eth_call', {
      kind: 'twist',
      twist: (data) => String(data).replace('d1'.repeat(32), 'd2'.repeat(32)),
    });
    for (const proxy of proxies) proxy.behave(lie);
    expect(await readerOf().readView('ALL', NONE)).toMatchObject({ kind: 'unavailable', code: 'chain/malformed-view' });
  });

  test('when all differ in the block', async () => {
    proxies.forEach((proxy, index) => {
      proxy.behave(
        onMethod('eth_getBlockByNumber', {
          kind: 'twist',
          twist: (block) => ({ ...(block as object), hash: `0x${String(index).repeat(64)}` }),
        }),
      );
    });
    expect(await readerOf().readView('ALL', NONE)).toMatchObject({ kind: 'unavailable', code: 'chain/no-quorum' });
  });

  test('when two groups of a weak quorum contradict each other', async () => {
    proxies[0].behave(
      onMethod('eth_getBlockByNumber', {
        kind: 'twist',
        twist: (block) => ({ ...(block as object), hash: `0x${'ab'.repeat(32)}` }),
      }),
    );
    const reader = readerOf({ quorum: 1, rpcEndpoints: [proxies[0].url, proxies[1].url] });
    expect(await reader.readView('ALL', NONE)).toMatchObject({ kind: 'unavailable', code: 'chain/split' });
  });

  test('when a quorum is another chain, or another deployment: a mismatch, not a failure to retry', async () => {
    const wrongChain = readerOf({ chainId: 1, deployment: undefined });
    expect(await wrongChain.readView('ALL', NONE)).toMatchObject({ kind: 'mismatch', code: 'chain/wrong-chain-id' });
    const other = { ...beacon.deployment, deploymentBlock: beacon.deployment.deploymentBlock - 1 };
    expect(await readerOf({ deployment: other }).readView('ALL', NONE)).toMatchObject({
      kind: 'mismatch',
      code: 'chain/wrong-deployment',
    });
  });

  test('when the block is reorganised away while it is read', async () => {
    const reader = readerOf();
    for (const proxy of proxies) {
      proxy.behave((request) =>
        request.method === 'eth_call'
          ? { kind: 'error', code: -32000, message: 'hash is not currently canonical' }
          : undefined,
      );
    }
    expect(await reader.readView('ALL', NONE)).toMatchObject({ kind: 'unavailable', code: 'chain/reorged' });
  });
});

describe('Age', () => {
  test('An agreed block of more than 20 minutes ago is shown but stale', async () => {
    const at = now;
    now = at + 19 * 60_000;
    expect((await readerOf().readView('ALL', NONE)).kind).toBe('final');
    now = at + 21 * 60_000;
    expect(await readerOf().readView('ALL', NONE)).toMatchObject({ kind: 'stale', code: 'chain/stale', view: {} });
  });

  test('A clock a day behind, or a block a day ahead, is no ground to act on', async () => {
    now -= 24 * 3_600_000;
    expect(await readerOf().readView('ALL', NONE)).toMatchObject({ kind: 'stale', code: 'chain/from-the-future' });
  });
});

describe('The brake', () => {
  const pausedLatest = async (): Promise<Behaviour> => {
    await beacon.pause();
    const block = await anvil.block('latest');
    const result = await anvil.rpc('eth_getBlockByNumber', `0x${block.number.toString(16)}`, false);
    return { kind: 'answer', result };
  };

  test('is clear when every latest is at the final rollout', async () => {
    const reader = readerOf();
    expect((await reader.brake(await finalView(reader))).kind).toBe('clear');
  });

  test('is drawn by a pause or another rollout that is not final, and lapses without a penalty when it is', async () => {
    const reader = readerOf();
    const final = await finalView(reader);
    await beacon.pause();
    const braked = await reader.brake(final);
    expect(braked).toMatchObject({ kind: 'braked', claims: [{ reason: 'paused' }, {}, {}] });
    await finalize();
    const paused = await finalView(reader);
    expect(paused.directive.paused).toBe(true);
    expect(await reader.brake(paused)).toMatchObject({ kind: 'clear', barred: [] });
    await beacon.resume();
    await finalize();
    const resumed = await finalView(reader);
    await beacon.publish();
    expect(await reader.brake(resumed)).toMatchObject({
      kind: 'braked',
      claims: [{ reason: 'other-rollout' }, {}, {}],
    });
    await finalize();
  });

  test('of one liar lapses when finality disproves it, and the liar loses the right for a day', async () => {
    const reader = readerOf();
    const final = await finalView(reader);
    const id = await anvil.rpc('evm_snapshot');
    await pausedLatest();
    const lie = await anvil.rpc('eth_call', directiveCall(), 'latest');
    await anvil.rpc('evm_revert', id);
    await anvil.mine(1);
    proxies[0].behave((request) =>
      request.method === 'eth_call' && isDirectiveCall(request) ? { kind: 'answer', result: lie } : undefined,
    );
    expect(await reader.brake(final)).toMatchObject({ kind: 'braked', claims: [{ reason: 'paused' }] });
    await finalize();
    const later = await finalView(reader);
    expect(await reader.brake(later)).toMatchObject({
      kind: 'clear',
      barred: [{ host: new URL(proxies[0].url).host }],
      answers: [{ fault: { code: 'chain/false-claim' } }, {}, {}],
    });
    now += BAR_MS + 1;
    expect((await reader.brake(later)).kind).toBe('braked');
  });

  test('of one liar from the future lapses after 30 minutes', async () => {
    const reader = readerOf();
    const final = await finalView(reader);
    const id = await anvil.rpc('evm_snapshot');
    await pausedLatest();
    const lie = await anvil.rpc('eth_call', directiveCall(), 'latest');
    await anvil.rpc('evm_revert', id);
    await anvil.mine(1);
    proxies[0].behave((request) => {
      if (request.params[0] === 'latest') return { kind: 'twist', twist: plusBlocks(1_000_000) };
      return request.method === 'eth_call' && isDirectiveCall(request) ? { kind: 'answer', result: lie } : undefined;
    });
    expect((await reader.brake(final)).kind).toBe('braked');
    now += CLAIM_LIFE_MS - 1;
    expect((await reader.brake(final)).kind).toBe('braked');
    now += 2;
    expect(await reader.brake(final)).toMatchObject({ kind: 'clear', barred: [{}] });
  });

  test('is unreachable when fewer than the quorum answer at all', async () => {
    const reader = readerOf();
    const final = await finalView(reader);
    proxies[0].behave(() => ({ kind: 'hang' }));
    expect((await reader.brake(final)).kind).toBe('clear');
    proxies[1].behave(() => ({ kind: 'status', status: 503 }));
    expect((await reader.brake(final)).kind).toBe('unreachable');
  });

  function directiveCall(): object {
    return { to: beacon.deployment.beacon, data: DIRECTIVE_OF_ALL };
  }
});

describe('The emergency lane', () => {
  test('shows a rollback that a quorum sees at latest, and nothing that only one sees', async () => {
    const reader = readerOf();
    await beacon.publish({ promote: true });
    await finalize();
    const current = (await finalView(reader)).directive.target;
    const final = await finalView(reader, current);
    const before = final.directive;
    expect(await reader.emergency(final)).toMatchObject({ kind: 'none' });
    await beacon.rollback(before.baseline);
    expect(await reader.emergency(final)).toMatchObject({
      kind: 'rollback',
      view: { directive: { target: before.baseline, kind: 'rollback' } },
    });
    const height = (await anvil.block('latest')).number - 1;
    const old = await anvil.rpc('eth_getBlockByNumber', `0x${height.toString(16)}`, false);
    for (const proxy of [proxies[0], proxies[1]]) {
      proxy.behave((request) => (request.params[0] === 'latest' ? { kind: 'answer', result: old } : undefined));
    }
    expect(await reader.emergency(final)).toMatchObject({ kind: 'none' });
    await finalize();
  });

  test('reads a pause at latest only from a quorum', async () => {
    const reader = readerOf();
    await beacon.publish();
    expect((await reader.readPausedAtLatest('ALL')).kind).toBe('running');
    await beacon.pause();
    expect((await reader.readPausedAtLatest('ALL')).kind).toBe('paused');
    proxies[0].behave(() => ({ kind: 'status', status: 500 }));
    proxies[1].behave(() => ({ kind: 'status', status: 500 }));
    expect(await reader.readPausedAtLatest('ALL')).toMatchObject({ kind: 'unavailable', code: 'chain/no-quorum' });
  });
});

describe('The history', () => {
  test('holds every final change in order, with who and why and when', async () => {
    const reader = readerOf();
    await beacon.guardianPause('ALL', 'look closer');
    await finalize();
    const final = await finalView(reader);
    const reading = await reader.changes('ALL', 0);
    if (reading.kind !== 'final') throw new Error(JSON.stringify(reading));
    expect(reading.changes.map((change) => change.directive.seq)).toEqual(
      Array.from({ length: final.directive.seq }, (_, index) => index + 1),
    );
    const last = reading.changes.at(-1);
    expect(last).toMatchObject({ action: 'pause', reason: 'look closer', actor: beacon.roles.guardian });
    expect(last?.directive.headHash).toBe(final.directive.headHash);
    expect(last?.block.time).toBeGreaterThan(0);
    const tail = await reader.changes('ALL', last?.block.number ?? 0);
    expect(tail).toMatchObject({ kind: 'final', changes: [{ action: 'pause' }] });
  });

  test('is not read where an endpoint leaves an event out and no quorum is left', async () => {
    proxies[0].behave(onMethod('eth_getLogs', { kind: 'twist', twist: (logs) => (logs as unknown[]).toSpliced(1, 1) }));
    expect(await readerOf().changes('ALL', 0)).toMatchObject({ kind: 'final', quorum: { agreeing: 2 } });
    proxies[1].behave(onMethod('eth_getLogs', { kind: 'twist', twist: (logs) => (logs as unknown[]).toSpliced(1, 1) }));
    expect(await readerOf().changes('ALL', 0)).toMatchObject({ kind: 'unavailable', code: 'chain/history-gap' });
  });

  test('names each release once asked for', async () => {
    const reader = readerOf();
    expect(await reader.readRelease('ALL', ReleaseId.parse(1))).toMatchObject({ kind: 'final', release: { id: 1 } });
    expect(await reader.readRelease('ALL', ReleaseId.parse(999))).toMatchObject({ kind: 'final', release: null });
  });

  test('has one block at each final height, whatever one endpoint says, and none above', async () => {
    const reader = readerOf();
    const { deploymentBlock: height, deploymentBlockHash: hash } = beacon.deployment;
    const elsewhere = {
      kind: 'twist',
      twist: (block: unknown) => ({ ...(block as object), timestamp: '0x1' }),
    } as const;
    const isAsked = ({ method, params }: RpcRequest): boolean =>
      method === 'eth_getBlockByNumber' && params[0] === `0x${(height + 1).toString(16)}`;
    proxies[0].behave((request) => (isAsked(request) ? elsewhere : undefined));
    expect(await reader.readBlock(height)).toMatchObject({ kind: 'final', block: { number: height, hash } });
    const next = await reader.readBlock(height + 1);
    expect(next).toMatchObject({ kind: 'final', block: { number: height + 1 }, quorum: { agreeing: 2 } });
    const { number: latest } = await anvil.block('latest');
    expect(await reader.readBlock(latest)).toMatchObject({ kind: 'unavailable', code: 'chain/no-quorum' });
  });
});

function isDirectiveCall(request: RpcRequest): boolean {
  const [call] = request.params as [{ data: string }];
  return call.data === DIRECTIVE_OF_ALL;
}

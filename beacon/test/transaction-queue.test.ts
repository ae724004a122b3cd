import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { Hex32, Seq } from '@noderr/protocol';
import { Kysely, SqliteDialect } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openCall, pauseCall, publishCall, resumeCall } from '../src/contract/calls.ts';
import { directiveOf } from '../src/contract/chain-view-of.ts';
import { createEndpoint } from '../src/reader/endpoint.ts';
import { createJsonRpcClient } from '../src/rpc/json-rpc-client.ts';
import { type Anvil, startAnvil } from '../src/testing/anvil.ts';
import { type RpcProxy, startRpcProxy } from '../src/testing/rpc-proxy.ts';
import { deployTestBeacon, type TestBeacon } from '../src/testing/test-beacon.ts';
import { guardedSigner } from '../src/transactions/guarded-signer.ts';
import { keySigner } from '../src/transactions/key-signer.ts';
import { createSignerChain, type SignerChain } from '../src/transactions/signer-chain.ts';
import { DEFAULT_LIMITS, HUB_FUNCTIONS, type SigningPolicy } from '../src/transactions/signing-policy.ts';
import { createTransactionTables, type TransactionTables } from '../src/transactions/tables.ts';
import { createTransactionQueue } from '../src/transactions/create-transaction-queue.ts';
import { type TransactionQueue } from '../src/transactions/transaction-queue.ts';
import { createTransactionStore } from '../src/transactions/transaction-store.ts';
import { type TransactionSigner } from '../src/transactions/transaction-signer.ts';

let anvil: Anvil;
let beacon: TestBeacon;
let proxies: [RpcProxy, RpcProxy, RpcProxy];
let snapshot: unknown;

let db: Kysely<TransactionTables>;
let key: TransactionSigner;
let now: number;

beforeAll(async () => {
  anvil = await startAnvil({ blockTimeS: 0 });
  beacon = await deployTestBeacon(anvil);
  await beacon.publish({ plan: { canaryBps: 500, cohortBps: 2500, cohortDelay: 0, gated: true } });
  proxies = [await startRpcProxy(anvil.url), await startRpcProxy(anvil.url), await startRpcProxy(anvil.url)];
});
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await anvil.close();
});

beforeEach(async () => {
  snapshot = await anvil.rpc('evm_snapshot');
  db = new Kysely<TransactionTables>({ dialect: new SqliteDialect({ database: new Database(':memory:') }) });
  await createTransactionTables(db);
  key = keySigner(Hex32.parse(`0x${randomBytes(32).toString('hex')}`));
  await anvil.fund(key.address);
  await beacon.grant('OPERATOR', key.address);
  await anvil.mine(3);
  now = 1_000_000;
});
afterEach(async () => {
  for (const proxy of proxies) proxy.behave(() => undefined);
  await anvil.rpc('evm_setAutomine', true);
  await anvil.rpc('evm_revert', snapshot);
  await db.destroy();
});

function policyOf(change: Partial<SigningPolicy> = {}): SigningPolicy {
  const { chainId, beacon: address } = beacon.deployment;
  return { chainId, beacon: address, functions: HUB_FUNCTIONS, ...DEFAULT_LIMITS, ...change };
}

/** anvil mines a transaction at once, but after it has taken it. */
async function mined(queue: TransactionQueue, wanted: string): ReturnType<TransactionQueue['find']> {
  const statusAfterTick = async (): Promise<string | undefined> => {
    await queue.tick();
    return (await queue.find(wanted))?.status;
  };
  await expect.poll(statusAfterTick, { timeout: 10_000 }).toBe('mined');
  return queue.find(wanted);
}

interface Parts {
  policy?: Partial<SigningPolicy>;
  urls?: string[];
  signer?: (signer: TransactionSigner) => TransactionSigner;
  chain?: (chain: SignerChain) => SignerChain;
}

/** Another queue over the same rows is what a restarted process has. */
function queueOf(parts: Parts = {}): TransactionQueue {
  const policy = policyOf(parts.policy);
  const urls = parts.urls ?? [anvil.url];
  const clients = urls.map((url) => createJsonRpcClient({ url, timeoutMs: 2_000 }));
  const quorum = Math.floor(urls.length / 2) + 1;
  const chain = createSignerChain({ clients, quorum, head: { kind: 'finalized' } }, key.address);
  const signer = guardedSigner(key, policy);
  return createTransactionQueue(
    { policy },
    {
      store: createTransactionStore(db, beacon.deployment.deploymentBlockHash, key.address),
      signer: parts.signer?.(signer) ?? signer,
      chain: parts.chain?.(chain) ?? chain,
      now: () => now,
    },
  );
}

const pauseNow = { kind: 'pause', data: pauseCall('ALL', Seq.parse(1), 'test') } as const;
const openFirst = { kind: 'open', data: openCall('ALL', 1, Seq.parse(1)) } as const;

async function isPaused(): Promise<boolean> {
  const block = await anvil.block('latest');
  const endpoint = createEndpoint(createJsonRpcClient({ url: anvil.url }));
  const { signal } = new AbortController();
  return directiveOf(await endpoint.directive(beacon.deployment.beacon, block.hash, 'ALL', signal), 'ALL').paused;
}

async function nonceOnChain(): Promise<number> {
  return Number(await anvil.rpc('eth_getTransactionCount', key.address, 'latest'));
}

test('A transaction goes from queued to final, and its stages are told', async () => {
  const queue = queueOf();
  expect((await queue.submit({ key: 'a', ...pauseNow })).status).toBe('queued');
  await queue.tick();
  await mined(queue, 'a');
  expect(await isPaused()).toBe(true);
  await queue.tick();
  expect((await queue.find('a'))?.status).toBe('mined');
  await anvil.mine(2);
  await queue.tick();
  expect(await queue.find('a')).toMatchObject({ status: 'final', nonce: 0, mined: { succeeded: true }, error: null });
  expect(await queue.status()).toMatchObject({ state: 'ready', problem: null, open: 0 });
});

test('The same key is one transaction, however often and from whichever process it comes', async () => {
  const [one, two] = [queueOf(), queueOf()];
  await Promise.all([one.submit({ key: 'a', ...pauseNow }), two.submit({ key: 'a', ...pauseNow })]);
  await Promise.all([one.tick(), one.tick()]);
  await two.submit({ key: 'a', ...pauseNow });
  await two.tick();
  expect(await nonceOnChain()).toBe(1);
  await expect(two.submit({ key: 'a', ...openFirst })).rejects.toMatchObject({ code: 'queue/key-reused' });
});

test('Several go out in order, one nonce after the other, a pause before the rest', async () => {
  const queue = queueOf();
  await queue.submit({ key: 'open', ...openFirst });
  now += 1;
  await queue.submit({ key: 'resume', kind: 'resume', data: resumeCall('ALL', Seq.parse(2), 'go on') });
  now += 1;
  await queue.submit({ key: 'pause', ...pauseNow });
  await queue.tick();
  expect((await queue.find('pause'))?.nonce).toBe(0);
  expect(await queue.find('open')).toMatchObject({ status: 'refused', error: { code: 'contract/CannotOpen' } });
  expect(await mined(queue, 'resume')).toMatchObject({ nonce: 1 });
});

test('What the contract refuses in simulation uses no nonce, and says why', async () => {
  const queue = queueOf();
  await queue.submit({ key: 'stale', kind: 'pause', data: pauseCall('ALL', Seq.parse(7), 'test') });
  await queue.submit({ key: 'good', ...pauseNow });
  await queue.tick();
  const refused = await queue.find('stale');
  expect(refused).toMatchObject({ status: 'refused', nonce: null, error: { code: 'contract/StaleRollout' } });
  expect(refused?.error?.message).toContain('another rollout is current: 1, not 7');
  expect(await mined(queue, 'good')).toMatchObject({ nonce: 0 });
});

test('A call that turns into a refusal between simulation and block ends as reverted', async () => {
  await anvil.rpc('evm_setAutomine', false);
  const queue = queueOf();
  await queue.submit({ key: 'open', ...openFirst });
  await queue.tick();
  expect((await queue.find('open'))?.status).toBe('sent');
  await anvil.rpc('anvil_setBlockGasLimit', '0x1c9c380');
  const call = {
    from: beacon.roles.guardian,
    to: beacon.deployment.beacon,
    data: pauseCall('ALL', Seq.parse(0), 'first'),
  };
  await anvil.rpc('eth_sendTransaction', {
    ...call,
    maxFeePerGas: '0x174876e8000',
    maxPriorityFeePerGas: '0x174876e800',
  });
  await anvil.mine(1);
  await anvil.mine(3);
  await queue.tick();
  await queue.tick();
  expect(await queue.find('open')).toMatchObject({ status: 'reverted', error: { code: 'contract/reverted' } });
});

describe('A crash', () => {
  test('before the signature leaves the nonce with its transaction', async () => {
    const broken = queueOf({
      signer: (signer) => ({ ...signer, sign: () => Promise.reject(new Error('crash while signing')) }),
    });
    await broken.submit({ key: 'a', ...pauseNow });
    await expect(broken.tick()).rejects.toThrow('crash');
    expect(await broken.find('a')).toMatchObject({ status: 'reserved', nonce: 0 });
    const restarted = queueOf();
    await restarted.tick();
    expect(await mined(restarted, 'a')).toMatchObject({ nonce: 0 });
  });

  test('between storing and sending sends the stored bytes', async () => {
    const broken = queueOf({
      chain: (chain) => ({ ...chain, broadcast: () => Promise.reject(new Error('crash before sending')) }),
    });
    await broken.submit({ key: 'a', ...pauseNow });
    await expect(broken.tick()).rejects.toThrow('crash');
    const before = await broken.find('a');
    expect(before?.status).toBe('signed');
    const restarted = queueOf();
    const after = await mined(restarted, 'a');
    expect(after?.attempts.map((attempt) => attempt.raw)).toEqual(before?.attempts.map((attempt) => attempt.raw));
  });

  test('after sending and before noting it does not send another one', async () => {
    const broken = queueOf({
      chain: (chain) => ({
        ...chain,
        async broadcast(raw, signal) {
          await chain.broadcast(raw, signal);
          throw new Error('crash after sending');
        },
      }),
    });
    await broken.submit({ key: 'a', ...pauseNow });
    await expect(broken.tick()).rejects.toThrow('crash');
    const restarted = queueOf();
    await restarted.tick();
    expect(await mined(restarted, 'a')).toMatchObject({ nonce: 0 });
    expect(await nonceOnChain()).toBe(1);
  });
});

describe('A transaction in no block', () => {
  test('that an endpoint accepted and forgot is sent again with the same bytes', async () => {
    let forgets = true;
    proxies[0].behave((request) =>
      forgets && request.method === 'eth_sendRawTransaction'
        ? { kind: 'answer', result: `0x${'00'.repeat(32)}` }
        : undefined,
    );
    const queue = queueOf({ urls: [proxies[0].url] });
    await queue.submit({ key: 'a', ...pauseNow });
    await queue.tick();
    expect((await queue.find('a'))?.status).toBe('sent');
    forgets = false;
    now += 16_000;
    const found = await mined(queue, 'a');
    expect(found).toMatchObject({ nonce: 0 });
    expect(found?.attempts).toHaveLength(1);
  });

  test('is replaced under a higher fee after a minute, and ends once', async () => {
    await anvil.rpc('evm_setAutomine', false);
    const queue = queueOf();
    await queue.submit({ key: 'a', ...pauseNow });
    await queue.tick();
    const first = (await queue.find('a'))?.attempts[0];
    now += 61_000;
    await queue.tick();
    const found = await queue.find('a');
    expect(found?.attempts).toHaveLength(2);
    const second = found?.attempts[1];
    expect(Number(second?.fees.maxFeePerGas)).toBeGreaterThanOrEqual(Number(first?.fees.maxFeePerGas) * 1.1);
    await anvil.mine(3);
    await queue.tick();
    await queue.tick();
    expect(await queue.find('a')).toMatchObject({ status: 'final', mined: { hash: second?.hash } });
    expect(await nonceOnChain()).toBe(1);
  });

  test('is never offered a fee above the cap', async () => {
    await anvil.rpc('evm_setAutomine', false);
    const cap = 3_000_000_000n;
    const queue = queueOf({ policy: { maxFeePerGas: cap } });
    await queue.submit({ key: 'a', ...pauseNow });
    for (let minute = 0; minute < 12; minute++) {
      await queue.tick();
      now += 61_000;
    }
    const attempts = (await queue.find('a'))?.attempts ?? [];
    expect(attempts.every((attempt) => attempt.fees.maxFeePerGas <= cap)).toBe(true);
    await queue.tick();
    expect(await queue.status()).toMatchObject({ problem: { code: 'queue/fee-capped' } });
    await anvil.mine(3);
    await queue.tick();
    await queue.tick();
    expect((await queue.find('a'))?.status).toBe('final');
  });

  test('that a reorganisation threw out of its block is sent again', async () => {
    const queue = queueOf();
    await queue.submit({ key: 'a', ...pauseNow });
    await queue.tick();
    await mined(queue, 'a');
    await anvil.rpc('evm_setAutomine', false);
    await anvil.reorg(1);
    expect(await isPaused()).toBe(false);
    await queue.tick();
    expect((await queue.find('a'))?.status).toBe('sent');
    await anvil.mine(3);
    await queue.tick();
    await queue.tick();
    expect((await queue.find('a'))?.status).toBe('final');
    expect(await isPaused()).toBe(true);
    expect(await nonceOnChain()).toBe(1);
  });
});

describe('A nonce that moved without us', () => {
  async function moveNonce(): Promise<void> {
    const raw = await key.sign({
      chainId: beacon.deployment.chainId,
      nonce: await nonceOnChain(),
      to: beacon.deployment.beacon,
      data: pauseNow.data,
      gasLimit: 500_000n,
      maxFeePerGas: 10n ** 11n,
      maxPriorityFeePerGas: 10n ** 9n,
    });
    await anvil.rpc('eth_sendRawTransaction', raw.raw);
  }

  test('freezes the signer until a person has looked', async () => {
    const queue = queueOf();
    await queue.submit({ key: 'a', ...openFirst });
    await queue.tick();
    await anvil.mine(3);
    await queue.tick();
    expect((await queue.find('a'))?.status).toBe('final');
    await moveNonce();
    await queue.submit({ key: 'b', kind: 'resume', data: resumeCall('ALL', Seq.parse(3), 'x') });
    await queue.tick();
    expect(await queue.status()).toMatchObject({ state: 'frozen', problem: { code: 'signer/foreign-nonce' } });
    expect((await queue.find('b'))?.status).toBe('queued');
    const restarted = queueOf();
    await restarted.tick();
    expect(await restarted.status()).toMatchObject({ state: 'frozen' });
    await restarted.unfreeze();
    await restarted.tick();
    expect(await mined(restarted, 'b')).toMatchObject({ nonce: 2 });
  });

  test('under a transaction of ours ends it as superseded, and freezes', async () => {
    proxies[0].behave((request) =>
      request.method === 'eth_sendRawTransaction' ? { kind: 'answer', result: `0x${'00'.repeat(32)}` } : undefined,
    );
    const queue = queueOf({ urls: [proxies[0].url] });
    await queue.submit({ key: 'a', ...openFirst });
    await queue.tick();
    await moveNonce();
    await queue.tick();
    expect((await queue.find('a'))?.status).toBe('sent');
    await anvil.mine(3);
    await queue.tick();
    expect(await queue.find('a')).toMatchObject({ status: 'superseded', error: { code: 'signer/foreign-nonce' } });
    expect((await queue.status()).state).toBe('frozen');
  });

  test('as a single endpoint of three claims changes nothing', async () => {
    proxies[0].behave((request) =>
      request.method === 'eth_getTransactionCount' ? { kind: 'answer', result: '0x63' } : undefined,
    );
    const queue = queueOf({ urls: proxies.map((proxy) => proxy.url) });
    await queue.submit({ key: 'a', ...pauseNow });
    await queue.tick();
    expect(await mined(queue, 'a')).toMatchObject({ nonce: 0 });
    expect((await queue.status()).state).toBe('ready');
  });
});

describe('One bad endpoint of three', () => {
  test('that refuses every simulation, or hangs, does not stop a pause', async () => {
    proxies[0].behave((request) =>
      request.method === 'eth_estimateGas' ? { kind: 'error', code: 3, message: 'execution reverted' } : undefined,
    );
    proxies[1].behave(() => ({ kind: 'hang' }));
    const queue = queueOf({ urls: proxies.map((proxy) => proxy.url) });
    await queue.submit({ key: 'a', ...pauseNow });
    await queue.tick();
    expect(await isPaused()).toBe(true);
  });

  test('cannot finish a transaction that is in no block', async () => {
    const queue = queueOf({ urls: proxies.map((proxy) => proxy.url) });
    await anvil.rpc('evm_setAutomine', false);
    await queue.submit({ key: 'a', ...pauseNow });
    await queue.tick();
    const hash = (await queue.find('a'))?.attempts[0]?.hash;
    proxies[0].behave((request) =>
      request.method === 'eth_getTransactionReceipt'
        ? {
            kind: 'answer',
            result: {
              transactionHash: hash,
              blockNumber: '0x1',
              blockHash: `0x${'ab'.repeat(32)}`,
              status: '0x1',
              gasUsed: '0x1',
            },
          }
        : undefined,
    );
    await queue.tick();
    await queue.tick();
    await queue.tick();
    expect((await queue.find('a'))?.status).not.toBe('final');
    proxies[0].behave(() => undefined);
    await anvil.mine(3);
    await queue.tick();
    await queue.tick();
    expect((await queue.find('a'))?.status).toBe('final');
  });
});

describe('The signer', () => {
  test('with an empty account waits for funds, and says so', async () => {
    await anvil.rpc('anvil_setBalance', key.address, '0x0');
    const queue = queueOf();
    await queue.submit({ key: 'a', ...pauseNow, expiresAt: now + 60_000 });
    await queue.tick();
    expect(await queue.find('a')).toMatchObject({ status: 'queued', nonce: null });
    expect(await queue.status()).toMatchObject({ problem: { code: 'signer/empty-balance' } });
    await anvil.fund(key.address);
    await queue.tick();
    await mined(queue, 'a');
  });

  test('never signs what has expired in the queue', async () => {
    await anvil.rpc('anvil_setBalance', key.address, '0x0');
    const queue = queueOf();
    await queue.submit({ key: 'a', ...pauseNow, expiresAt: now + 60_000 });
    await queue.tick();
    now += 60_000;
    await anvil.fund(key.address);
    await queue.tick();
    expect(await queue.find('a')).toMatchObject({ status: 'expired', error: { code: 'queue/expired' } });
    expect(await nonceOnChain()).toBe(0);
  });

  test('refuses what is not on its list, in the queue and at the key', async () => {
    const queue = queueOf();
    const release = {
      tier: 'ALL',
      version: '9.0.0',
      minFrom: 0,
      data: 'compatible',
      plan: { canaryBps: 10_000, cohortBps: 10_000, cohortDelay: 0, gated: false, salt: `0x${'00'.repeat(32)}` },
      spreadS: 0,
      notesUri: '',
      components: [],
    } as unknown as Parameters<typeof publishCall>[0];
    const publish = { key: 'p', kind: 'publish', data: publishCall(release, Seq.parse(1), false) } as const;
    await expect(queue.submit(publish)).rejects.toMatchObject({ code: 'queue/not-allowed' });

    const guarded = guardedSigner(key, policyOf());
    const good = {
      chainId: beacon.deployment.chainId,
      nonce: 0,
      to: beacon.deployment.beacon,
      data: pauseNow.data,
      gasLimit: 100_000n,
      maxFeePerGas: 10n ** 9n,
      maxPriorityFeePerGas: 1n,
    };
    await expect(guarded.sign(good)).resolves.toBeDefined();
    for (const change of [
      { chainId: 1 },
      { to: key.address },
      { to: null },
      { data: publish.data },
      { gasLimit: DEFAULT_LIMITS.maxGas + 1n },
      { maxFeePerGas: DEFAULT_LIMITS.maxFeePerGas + 1n },
      { maxPriorityFeePerGas: 2n * 10n ** 9n },
    ]) {
      await expect(guarded.sign({ ...good, ...change })).rejects.toMatchObject({ code: 'queue/not-allowed' });
    }
  });

  test('keeps to its rate, and keeps pauses a share of their own', async () => {
    const queue = queueOf({ policy: { maxPerHour: 1 } });
    await queue.submit({ key: 'open 1', ...openFirst });
    await queue.tick();
    await queue.submit({ key: 'open 2', kind: 'open', data: openCall('ALL', 2, Seq.parse(1)) });
    await queue.tick();
    expect((await queue.find('open 2'))?.status).toBe('queued');
    expect(await queue.status()).toMatchObject({ problem: { code: 'queue/rate-capped' } });
    await queue.submit({ key: 'pause', ...pauseNow });
    await queue.tick();
    await mined(queue, 'pause');
  });
});

test('The loop drives a transaction to its end by itself, and stops when told', async () => {
  const queue = queueOf();
  const stop = new AbortController();
  const running = queue.run(stop.signal);
  await queue.submit({ key: 'a', ...pauseNow });
  await queue.waitFor('a', ['mined'], AbortSignal.timeout(20_000));
  await anvil.mine(3);
  expect((await queue.waitFor('a', ['final'], AbortSignal.timeout(20_000))).status).toBe('final');
  stop.abort();
  await running;
});

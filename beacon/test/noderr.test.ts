import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildImage,
  createRegistryWriter,
  openBlobFolder,
  pushImage,
  RegistryEndpoint,
  type RegistryServer,
  startRegistry,
} from '@noderr/oci';
import { bucketOf, Hex32, NodeId, Repository } from '@noderr/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { runCli } from '../src/cli/run-cli.ts';
import { Deployment } from '../src/contract/deployment.ts';
import { type Anvil, startAnvil } from '../src/testing/anvil.ts';
import { startRpcProxy } from '../src/testing/rpc-proxy.ts';

const REPOSITORY = Repository.parse('noderr/oracle');

let anvil: Anvil;
let registry: RegistryServer;
let dir: string;
let snapshot: unknown;

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

beforeAll(async () => {
  anvil = await startAnvil({ blockTimeS: 1 });
  dir = await mkdtemp(join(tmpdir(), 'noderr-cli-'));
  registry = await startRegistry({ port: 0, dir: join(dir, 'registry') });
  await keygen('admin.key');
  await keygen('publisher.key');
  await keygen('operator.key');
  await ok('keygen', '--kind', 'ed25519', '--out', at('signer-1.pem'));
  await ok('keygen', '--kind', 'ecdsa-p256', '--out', at('signer-2.pem'));
  await writeFile(at('trust.json'), JSON.stringify({ threshold: 2, keys: ['signer-1.pem.pub', 'signer-2.pem.pub'] }));
  await deploy();
  await pushRelease('1.0.0');
});
afterAll(async () => {
  await registry.close();
  await anvil.close();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  snapshot = await anvil.rpc('evm_snapshot');
});
afterEach(async () => {
  await anvil.rpc('evm_revert', snapshot);
  await rm(at('state'), { recursive: true, force: true });
});

function at(name: string): string {
  return join(dir, name);
}

async function run(...args: string[]): Promise<Run> {
  const out: Run = { code: 0, stdout: '', stderr: '' };
  out.code = await runCli(args, {
    streams: {
      stdout: (text) => {
        out.stdout += text;
      },
      stderr: (text) => {
        out.stderr += text;
      },
    },
    signal: AbortSignal.timeout(60_000),
    defaultStateFile: at('state/transactions.sqlite'),
  });
  return out;
}

async function ok(...args: string[]): Promise<Run> {
  const done = await run(...args);
  expect(done, `${args.join(' ')}\n${done.stderr}`).toMatchObject({ code: 0 });
  return done;
}

async function json(...args: string[]): Promise<unknown> {
  return JSON.parse((await ok(...args, '--json')).stdout);
}

const addresses = new Map<string, string>();

async function keygen(name: string): Promise<void> {
  const { address } = z.object({ address: z.string() }).parse(await json('keygen', '--out', at(name)));
  addresses.set(name, address);
  await anvil.fund(address);
}

async function deploy(): Promise<void> {
  const roles = [
    '--publisher',
    addresses.get('publisher.key') ?? '',
    '--operator',
    addresses.get('operator.key') ?? '',
  ];
  await ok('deploy', '--rpc', anvil.url, '--key-file', at('admin.key'), '--out', at('deployment.json'), ...roles);
}

/** A tiny image under a tag. */
async function pushRelease(tag: string): Promise<void> {
  const blobs = await openBlobFolder(at(`image-${tag}`));
  const image = await buildImage(blobs, {
    platform: { os: 'linux', architecture: 'amd64' },
    layers: [],
    config: { entrypoint: ['/node'], labels: { tag } },
  });
  const writer = createRegistryWriter(RegistryEndpoint.parse({ url: registry.url }));
  const signal = AbortSignal.timeout(30_000);
  await pushImage(writer, blobs, { repository: REPOSITORY, digest: image.descriptor.digest, tag }, signal);
  writer.close();
}

const chain = (): string[] => ['--rpc', anvil.url, '--deployment', at('deployment.json')];
const as = (key: string): string[] => [...chain(), '--key-file', at(key)];
const release = (version: string): string[] => [
  ...['--tier', 'ORACLE', '--release-version', version, '--component', 'node=noderr/oracle:1.0.0'],
  ...['--registry', registry.url],
];

async function sign(version: string, ...signers: string[]): Promise<void> {
  for (const signer of signers) {
    await ok('sign', ...release(version), '--deployment', at('deployment.json'), '--signing-key', at(signer));
  }
}

const publish = (version: string): string[] => [
  'publish',
  ...as('publisher.key'),
  ...release(version),
  '--trust',
  at('trust.json'),
];
const atOnce = ['--timed', '--canary-bps', '10000', '--cohort-bps', '10000', '--cohort-delay', '0'];

test('deploy writes pins of mode 0444 that every reader can check, and never over another file', async () => {
  const deployment = Deployment.parse(JSON.parse(await readFile(at('deployment.json'), 'utf8')));
  expect(deployment.chainId).toBe(31337);
  expect((await stat(at('deployment.json'))).mode & 0o777).toBe(0o444);
  const status = await ok('status', ...chain(), '--tier', 'ORACLE');
  expect(status.stdout).toContain('ORACLE: nothing published yet');
  expect(status.stdout).toContain('by 1 of 1 endpoints');
  const again = await run('keygen', '--out', at('admin.key'));
  expect(again).toMatchObject({ code: 2, stdout: '' });
});

test('A release is signed by two, published, paused, resumed and seen, each with one command', async () => {
  await sign('1.0.0', 'signer-1.pem', 'signer-2.pem');
  const published = await ok(...publish('1.0.0'), ...atOnce);
  expect(published.stderr).toContain('signed by 2 of 2');
  expect(published.stderr).toMatch(/publish: sent as 0x[0-9a-f]{64} \(nonce 0\)/);
  expect(published.stderr).toContain('publish: final');
  expect(published.stdout).toContain('ORACLE: seq 1, rollout to release 1');

  const paused = z
    .looseObject({ status: z.string(), directive: z.looseObject({ paused: z.boolean() }) })
    .parse(
      await json('pause', ...as('operator.key'), '--tier', 'ORACLE', '--reason', 'look closer', '--wait', 'mined'),
    );
  expect(paused).toMatchObject({ status: 'mined', directive: { paused: true } });
  const resumed = await ok('resume', ...as('operator.key'), '--tier', 'ORACLE', '--reason', 'all is well');
  expect(resumed.stdout).toContain('ORACLE: seq 3');
  expect((await ok('status', ...chain())).stdout).toMatch(/cohorts\s+1 of 1 open, timed/);
});

describe('publish', () => {
  test('refuses what nodes would refuse, before anything is sent', async () => {
    const unsigned = await run(...publish('1.1.0'), ...atOnce);
    expect(unsigned).toMatchObject({ code: 4 });
    expect(unsigned.stderr).toMatch(/signature\//);
    await sign('1.1.0', 'signer-1.pem');
    expect(await run(...publish('1.1.0'), ...atOnce)).toMatchObject({ code: 4 });
    await sign('1.1.0', 'signer-2.pem');
    const arm = await run(...publish('1.1.0'), ...atOnce, '--platform', 'linux/arm64');
    expect(arm.code).toBe(4);
    expect(arm.stderr).toContain('content/platform-missing');
    const gone = await run(...publish('1.1.0').map((arg) => arg.replace('oracle:1.0.0', 'oracle:9.9.9')), ...atOnce);
    expect(gone).toMatchObject({ code: 4 });
    expect(gone.stderr).toContain('registry/no-tag');
    expect((await ok('status', ...chain(), '--tier', 'ORACLE')).stdout).toContain('nothing published yet');
  });

  test('with --dry-run simulates and sends nothing', async () => {
    await sign('1.0.0', 'signer-1.pem', 'signer-2.pem');
    const dry = await ok(...publish('1.0.0'), ...atOnce, '--dry-run');
    expect(dry.stdout).toContain('nothing was sent');
    expect((await ok('status', ...chain(), '--tier', 'ORACLE')).stdout).toContain('nothing published yet');
  });

  test('promotes only what a fleet proves', async () => {
    await sign('1.0.0', 'signer-1.pem', 'signer-2.pem');
    await sign('2.0.0', 'signer-1.pem', 'signer-2.pem');
    await ok(...publish('1.0.0'), ...atOnce);
    const blind = await run(...publish('2.0.0'), ...atOnce, '--promote');
    expect(blind).toMatchObject({ code: 4 });
    expect(blind.stderr).toContain('publish/not-proven');
    const node = { nodeId: `0x${'11'.repeat(32)}`, tier: 'ORACLE', committed: 0 };
    await writeFile(at('fleet.json'), JSON.stringify({ nodes: [node] }));
    const behind = await run(...publish('2.0.0'), ...atOnce, '--promote', '--fleet', at('fleet.json'));
    expect(behind.stderr).toContain('1 of 1 nodes do not run it');
    await writeFile(at('fleet.json'), JSON.stringify({ nodes: [{ ...node, committed: 1 }] }));
    const done = await ok(...publish('2.0.0'), ...atOnce, '--promote', '--fleet', at('fleet.json'));
    expect(done.stdout).toContain('rollout to release 2, baseline 1');

    const back = await ok('rollback', ...as('operator.key'), '--tier', 'ORACLE', '--to', '1', '--reason', 'too slow');
    expect(back.stdout).toContain('rollback to release 1');
    const floor = await ok('raise-floor', ...as('publisher.key'), '--tier', 'ORACLE', '--id', '1');
    expect(floor.stdout).toContain('seq 4');
    const revoked = await ok('revoke', ...as('publisher.key'), '--tier', 'ORACLE', '--id', '2', '--reason', 'broken');
    expect(revoked.stdout).toContain('seq 5');
  });
});

describe('A refusal', () => {
  test('of the contract says what to do, with its code and exit 1', async () => {
    const pause = ['pause', '--tier', 'ORACLE', '--json'];
    const wrongKey = await run(...pause, ...as('publisher.key'));
    expect(wrongKey.code).toBe(1);
    expect(JSON.parse(wrongKey.stdout)).toMatchObject({ error: { code: 'contract/Unauthorized' } });
    expect(wrongKey.stderr).toContain('has no role that may pause');
    await ok('grant', ...as('admin.key'), '--role', 'OPERATOR', '--account', addresses.get('publisher.key') ?? '');
    const paused = await run(...pause, ...as('publisher.key'));
    expect(paused.code, paused.stderr).toBe(0);
  });

  test('of a key that others can read names the remedy', async () => {
    await chmod(at('operator.key'), 0o644);
    const open = await run('pause', ...as('operator.key'), '--tier', 'ORACLE');
    await chmod(at('operator.key'), 0o400);
    expect(open.code).toBe(2);
    expect(open.stderr).toContain('chmod 0400');
  });

  test('of the chain to be what was pinned stops everything', async () => {
    const deployment = Deployment.parse(JSON.parse(await readFile(at('deployment.json'), 'utf8')));
    await writeFile(at('other.json'), JSON.stringify({ ...deployment, codeHash: `0x${'ab'.repeat(32)}` }));
    const other = await run('status', '--rpc', anvil.url, '--deployment', at('other.json'));
    expect(other.code).toBe(3);
    expect(other.stderr).toContain('chain/wrong-code');
    const down = await run('status', '--rpc', 'http://127.0.0.1:9', '--deployment', at('deployment.json'));
    expect(down).toMatchObject({ code: 3 });
  });

  test('of an empty account comes at once, with the nonce untouched', async () => {
    await anvil.rpc('anvil_setBalance', addresses.get('operator.key'), '0x0');
    const poor = await run('pause', ...as('operator.key'), '--tier', 'ORACLE');
    expect(poor.code).toBe(1);
    expect(poor.stderr).toContain('signer/empty-balance');
    await anvil.fund(addresses.get('operator.key') ?? '');
    const signer = await json('signer', ...as('operator.key'));
    expect(signer).toMatchObject({ state: 'ready', transactions: [{ kind: 'pause' }] });
  });
});

test('Keys may be encrypted, and a wrong password is told as such', async () => {
  await writeFile(at('password'), 'correct horse\n', { mode: 0o400 });
  await writeFile(at('wrong'), 'battery staple\n', { mode: 0o400 });
  await ok('keygen', '--out', at('store.json'), '--password-file', at('password'));
  const with_ = (password: string): string[] => [
    ...['signer', ...chain(), '--keystore', at('store.json'), '--password-file', at(password)],
  ];
  expect((await ok(...with_('password'))).stdout).toContain('ready');
  expect(await run(...with_('wrong'))).toMatchObject({ code: 2 });
});

describe('rehearse', () => {
  const nodes = Array.from({ length: 30 }, (_, index) => ({
    nodeId: NodeId.parse(`0x${createHash('sha256').update(String(index)).digest('hex')}`),
    name: `node-${index}`,
    tier: 'ORACLE',
  }));
  const Rehearsed = z.object({
    plan: z.looseObject({ salt: Hex32 }),
    cohorts: z.array(z.object({ cohort: z.int(), nodes: z.array(z.object({ nodeId: NodeId })) })),
  });

  test('finds a salt whose canary holds a reachable node, from a file', async () => {
    await writeFile(at('fleet-30.json'), JSON.stringify({ nodes }));
    const found = Rehearsed.parse(
      await json(
        'rehearse',
        '--tier',
        'ORACLE',
        '--fleet',
        at('fleet-30.json'),
        '--canary-bps',
        '100',
        '--cohort-bps',
        '3300',
      ),
    );
    const canary = found.cohorts[0]?.nodes ?? [];
    expect(canary.length).toBeGreaterThan(0);
    for (const { nodeId } of canary) expect(bucketOf(found.plan.salt, nodeId)).toBeLessThan(100);
    expect(found.cohorts.flatMap((cohort) => cohort.nodes)).toHaveLength(30);
    const text = await ok('rehearse', '--tier', 'ORACLE', '--fleet', at('fleet-30.json'));
    expect(text.stdout).toMatch(/canary\s+5 %\s+from 0 h/);
  });

  test('reads the fleet from the hub with a token, and only over loopback or TLS', async () => {
    const token = randomBytes(16).toString('hex');
    await writeFile(at('token'), token, { mode: 0o400 });
    const seen: string[] = [];
    const hub = createServer((request, response) => {
      seen.push(request.headers.authorization ?? '');
      const cursor = new URL(request.url ?? '', 'http://hub').searchParams.get('cursor');
      const summary = {
        ...{ status: 'active', place: 'updated', cohort: null, state: null, committed: 1, version: '1.0.0' },
        ...{ healthy: true, lastHeartbeatAt: null, held: false, unsafe: false, failed: null },
      };
      const page = cursor === null ? nodes.slice(0, 20) : nodes.slice(20);
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          now: 0,
          total: 30,
          nodes: page.map((node) => ({ ...node, ...summary })),
          nextCursor: cursor === null ? 'more' : null,
        }),
      );
    });
    const url = await listen(hub);
    const found = Rehearsed.parse(await json('rehearse', '--tier', 'ORACLE', '--hub', url, '--hub-token', at('token')));
    hub.close();
    expect(found.cohorts.flatMap((cohort) => cohort.nodes)).toHaveLength(30);
    expect(seen).toEqual([`Bearer ${token}`, `Bearer ${token}`]);
    const plain = await run('rehearse', '--tier', 'ORACLE', '--hub', 'http://hub.example', '--hub-token', at('token'));
    expect(plain).toMatchObject({ code: 2 });
  });
});

test('The command itself ends by itself, with its exit code', async () => {
  const main = new URL('../src/cli/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, 'status', ...chain(), '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'final', quorum: { agreeing: 1 } });
});

test('A command that was killed while it sent goes on with the same bytes when it is run again', async () => {
  const proxy = await startRpcProxy(anvil.url);
  proxy.behave((request) => (request.method === 'eth_sendRawTransaction' ? { kind: 'hang' } : undefined));
  const main = new URL('../src/cli/main.ts', import.meta.url).pathname;
  const pause = ['pause', ...as('operator.key'), '--tier', 'ORACLE', '--state', at('state/killed.sqlite')];
  const viaProxy = pause.map((arg) => (arg === anvil.url ? proxy.url : arg));
  const child = spawn(process.execPath, [main, ...viaProxy], { stdio: 'ignore' });
  await vi.waitFor(
    () => {
      expect(proxy.requests.map((request) => request.method)).toContain('eth_sendRawTransaction');
    },
    { timeout: 30_000 },
  );
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  const sent = proxy.requests.find((request) => request.method === 'eth_sendRawTransaction')?.params[0];
  proxy.behave(() => undefined);
  const again = await ok(...viaProxy);
  expect(again.stderr).toContain('an earlier run of this pause did not end: following it');
  const resent = proxy.requests.filter((request) => request.method === 'eth_sendRawTransaction');
  expect(new Set(resent.map((request) => request.params[0]))).toEqual(new Set([sent]));
  expect(await anvil.rpc('eth_getTransactionCount', addresses.get('operator.key'), 'latest')).toBe('0x1');
  await proxy.close();
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

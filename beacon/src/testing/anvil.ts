import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Address, Hex32 } from '@noderr/protocol';
import { z } from 'zod';
import { createJsonRpcClient } from '../rpc/json-rpc-client.ts';
import { RpcBlock } from '../rpc/schema.ts';

export interface AnvilOptions {
  /** Seconds between blocks; 0 mines a block per transaction, and `mine` more. 1 unless told. */
  blockTimeS?: number;
  /** 31337 unless told. */
  chainId?: number;
  /** A free one unless told. */
  port?: number;
}

/** A real chain of our own on loopback; finalized = latest − 2. */
export interface Anvil {
  readonly url: string;
  readonly chainId: number;
  /** Unlocked and rich: `eth_sendTransaction` works from these. */
  readonly accounts: readonly Address[];
  readonly pid: number;
  rpc(method: string, ...params: unknown[]): Promise<unknown>;
  block(tag: string): Promise<RpcBlock>;
  mine(blocks: number, secondsBetween?: number): Promise<void>;
  /** Replaces the newest `depth` blocks by empty ones. */
  reorg(depth: number): Promise<void>;
  fund(address: string): Promise<void>;
  close(): Promise<void>;
}

const PACKAGES = ['@foundry-rs/anvil-linux-amd64', '@foundry-rs/anvil-linux-arm64'];
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;
const RICH = `0x${(10n ** 21n).toString(16)}`;

export async function startAnvil(options: AnvilOptions = {}): Promise<Anvil> {
  const blockTime = options.blockTimeS ?? 1;
  const process = spawn(
    anvilCommand(),
    [
      ...['--host', '127.0.0.1', '--port', String(options.port ?? 0)],
      ...['--chain-id', String(options.chainId ?? 31337), '--slots-in-an-epoch', '1', '--mnemonic-random'],
      ...(blockTime > 0 ? ['--block-time', String(blockTime)] : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const port = await listeningPort(process);
  const url = `http://127.0.0.1:${port}`;
  const client = createJsonRpcClient({ url, timeoutMs: 30_000, maxBytes: 64 * 1024 * 1024 });
  const rpc = (method: string, ...params: unknown[]): Promise<unknown> =>
    client.call({ method, params, schema: z.unknown() });
  const accounts = z.array(Address).parse(await rpc('eth_accounts'));

  return {
    url,
    chainId: options.chainId ?? 31337,
    accounts,
    pid: process.pid ?? 0,
    rpc,
    block: (tag) => client.call({ method: 'eth_getBlockByNumber', params: [tag, false], schema: RpcBlock }),
    async mine(blocks, secondsBetween = 1) {
      await rpc('anvil_mine', `0x${blocks.toString(16)}`, `0x${secondsBetween.toString(16)}`);
    },
    async reorg(depth) {
      await rpc('anvil_reorg', depth, []);
    },
    async fund(address) {
      await rpc('anvil_setBalance', address, RICH);
    },
    close: () => stop(process),
  };
}

/** Waits for a transaction that was sent to be mined; fails if it reverted. */
export async function minedReceipt(anvil: Pick<Anvil, 'rpc'>, hash: Hex32): Promise<void> {
  const Receipt = z.object({ status: z.string() }).nullable();
  for (let tries = 0; tries < 200; tries++) {
    const receipt = Receipt.parse(await anvil.rpc('eth_getTransactionReceipt', hash));
    if (receipt?.status === '0x1') return;
    if (receipt) throw new Error(`transaction ${hash} reverted`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`transaction ${hash} was not mined within 10 s`);
}

export async function sendUnlocked(
  anvil: Pick<Anvil, 'rpc'>,
  transaction: { from: string; to?: string; data: string; gas?: string },
): Promise<Hex32> {
  return Hex32.parse(await anvil.rpc('eth_sendTransaction', transaction));
}

/** The binary of the npm package where it is installed, else `anvil` on the PATH. */
function anvilCommand(): string {
  for (const name of PACKAGES) {
    try {
      const file = new URL(import.meta.resolve(`${name}/bin/anvil`));
      if (existsSync(file)) return file.pathname;
    } catch {
      continue;
    }
  }
  return 'anvil';
}

function listeningPort(process: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => {
      process.kill('SIGKILL');
      reject(new Error(`anvil did not start within ${START_TIMEOUT_MS} ms`));
    }, START_TIMEOUT_MS);
    const read = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-8192);
      const port = /Listening on 127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      process.stdout?.removeListener('data', read).resume();
      process.stderr?.removeListener('data', read).resume();
      resolve(Number(port));
    };
    process.stdout?.on('data', read);
    process.stderr?.on('data', read);
    process.once('error', (cause) => {
      clearTimeout(timer);
      reject(
        new Error('anvil cannot be started: install the optional dependencies, or put anvil on the PATH', { cause }),
      );
    });
    process.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`anvil ended with code ${code ?? 'none'}: ${output.slice(-500)}`));
    });
  });
}

async function stop(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const ended = new Promise<void>((resolve) =>
    process.once('exit', () => {
      resolve();
    }),
  );
  process.kill('SIGINT');
  const timer = setTimeout(() => process.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}

import { readFile } from 'node:fs/promises';
import { type ChainView, ReleaseId, type Tier } from '@noderr/protocol';
import { z } from 'zod';
import { Deployment } from '../contract/deployment.ts';
import { type BeaconReader } from '../reader/beacon-reader.ts';
import { type EndpointAnswer, type QuorumReport } from '../reader/chain-reading.ts';
import { createBeaconReader } from '../reader/create-beacon-reader.ts';
import { type HeadKind } from '../reader/endpoint.ts';
import { createJsonRpcClient, type JsonRpcClient } from '../rpc/json-rpc-client.ts';
import { CliError } from './cli-error.ts';
import { patientReader } from './patient-reader.ts';

export interface ChainOptions {
  rpc: readonly string[];
  quorum?: number | undefined;
  confirmations?: number | undefined;
}

/** The chain that the command works on. */
export interface ChainAccess {
  deployment: Deployment;
  reader: BeaconReader;
  clients: readonly JsonRpcClient[];
  quorum: number;
  head: HeadKind;
}

export function clientsOf({ rpc }: ChainOptions): JsonRpcClient[] {
  if (rpc.length === 0) {
    throw new CliError(
      'usage',
      'cli/no-rpc',
      'no RPC endpoint is given',
      'give --rpc URL, more than once for a quorum',
    );
  }
  return rpc.map((url) => createJsonRpcClient({ url }));
}

export function headOf({ confirmations }: ChainOptions): HeadKind {
  return confirmations === undefined ? { kind: 'finalized' } : { kind: 'confirmed', blocks: confirmations };
}

export async function openChain(options: ChainOptions & { deployment: string }): Promise<ChainAccess> {
  const deployment = await readDeploymentFile(options.deployment);
  const clients = clientsOf(options);
  const { quorum = Math.floor(clients.length / 2) + 1, confirmations } = options;
  const { chainId, beacon } = deployment;
  const reader = createBeaconReader(
    { chainId, beacon, deployment, rpcEndpoints: options.rpc, quorum, confirmations },
    { now: Date.now },
  );
  return { deployment, reader: patientReader(reader), clients, quorum, head: headOf(options) };
}

export async function readDeploymentFile(path: string): Promise<Deployment> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const hint = 'give --deployment FILE; noderr deploy writes it';
    throw new CliError('usage', 'cli/no-deployment', `${path} cannot be read`, hint, { cause });
  });
  const parsed = Deployment.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new CliError('usage', 'cli/bad-deployment', `${path} is no deployment: ${z.prettifyError(parsed.error)}`);
}

/** @throws CliError unless a quorum reads a fresh final view */
export async function finalView(chain: ChainAccess, tier: Tier): Promise<{ view: ChainView; quorum: QuorumReport }> {
  const reading = await chain.reader.readView(tier, NOTHING);
  if (reading.kind === 'final') return reading;
  throw unreadable(reading);
}

/** The newest view that a quorum agrees on: what a transaction sent now will meet. */
export async function latestView(chain: ChainAccess, tier: Tier): Promise<ChainView> {
  const reading = await chain.reader.readLatest(tier, NOTHING);
  if (reading.kind === 'latest') return reading.view;
  throw unreadable(reading);
}

export const NOTHING = ReleaseId.parse(0);

interface Unreadable {
  code: string;
  message?: string;
  quorum: QuorumReport;
}

export function unreadable({ code, message, quorum }: Unreadable): CliError {
  const faults = quorum.endpoints.map(faultText).filter((text) => text !== undefined);
  const text = message ?? [`the chain cannot be trusted now (${code})`, ...faults].join('; ');
  return new CliError('unavailable', code, text, HINTS[code] ?? 'check the --rpc endpoints and try again');
}

function faultText({ fault }: EndpointAnswer): string | undefined {
  return fault?.message;
}

const HINTS: Record<string, string> = {
  'chain/stale': 'the newest final block is over 20 minutes old: check the chain and this clock',
  'chain/from-the-future': 'the newest final block is in the future: check this clock',
  'chain/wrong-chain-id': 'the endpoints are of another chain than the deployment file',
  'chain/wrong-deployment': 'the endpoints are of another chain than the deployment file',
  'chain/wrong-code': 'there is another contract at this address: do not go on',
  'chain/no-finalized': 'give --confirmations N for a chain without finality',
};

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { createJsonRpcClient } from '@noderr/beacon';
import {
  createSignerChain,
  createTransactionQueue,
  createTransactionStore,
  DEFAULT_LIMITS,
  guardedSigner,
  HUB_FUNCTIONS,
  keySigner,
  type SigningPolicy,
  type TransactionQueue,
} from '@noderr/beacon/transactions';
import { type Address, Hex32 } from '@noderr/protocol';
import { decryptKeystoreJson } from 'ethers/wallet';
import { type Clock } from '../clock.ts';
import { type Db } from '../database/database.ts';

export interface QueueSettings {
  /** Names the chain's own history: another one has other nonces. */
  network: string;
  chainId: number;
  beacon: Address;
  rpcEndpoints: readonly string[];
  quorum: number;
  confirmations: number | undefined;
  maxFeeGwei: number;
  signer: { keystore: string; password: string };
}

export interface OpenQueueDeps {
  db: Db;
  clock: Clock;
  onChange: () => void;
}

const GWEI = 10n ** 9n;

/** The queue that owns the hub's key; the key can only pause, resume, open and roll back. */
export async function openQueue(settings: QueueSettings, deps: OpenQueueDeps): Promise<TransactionQueue> {
  const { chainId, beacon, confirmations } = settings;
  const policy: SigningPolicy = {
    ...DEFAULT_LIMITS,
    chainId,
    beacon,
    functions: HUB_FUNCTIONS,
    maxFeePerGas: BigInt(settings.maxFeeGwei) * GWEI,
  };
  const { privateKey } = await decryptKeystoreJson(settings.signer.keystore, settings.signer.password);
  const signer = guardedSigner(keySigner(Hex32.parse(privateKey)), policy);
  const chain = createSignerChain(
    {
      clients: settings.rpcEndpoints.map((url) => createJsonRpcClient({ url })),
      quorum: settings.quorum,
      head: confirmations === undefined ? { kind: 'finalized' } : { kind: 'confirmed', blocks: confirmations },
    },
    signer.address,
  );
  const store = createTransactionStore(deps.db, settings.network, signer.address);
  return createTransactionQueue(
    { policy },
    { store, signer, chain, now: () => deps.clock.now(), onChange: deps.onChange },
  );
}

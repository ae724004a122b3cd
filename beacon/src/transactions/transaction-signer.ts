import { type Address, type Hex32 } from '@noderr/protocol';
import { type HexData } from '../contract/hex.ts';

/** All that is ever signed; there is no value in it, so none can be sent. */
export interface UnsignedTransaction {
  chainId: number;
  nonce: number;
  /** Null only to deploy the contract. */
  to: Address | null;
  data: HexData;
  gasLimit: bigint;
  /** Wei. */
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
}

export interface SignedTransaction {
  raw: HexData;
  hash: Hex32;
}

/** Owns one key; the same transaction signed twice gives the same bytes (RFC 6979). */
export interface TransactionSigner {
  readonly address: Address;
  sign(transaction: UnsignedTransaction): Promise<SignedTransaction>;
}

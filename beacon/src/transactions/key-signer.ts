import { Address, Hex32 } from '@noderr/protocol';
import { SigningKey } from 'ethers/crypto';
import { computeAddress, Transaction } from 'ethers/transaction';
import { HexData } from '../contract/hex.ts';
import { type TransactionSigner } from './transaction-signer.ts';

/** A signer over a raw secp256k1 key (32 bytes, hex); it signs whatever it is given, see `guardedSigner`. */
export function keySigner(privateKey: Hex32): TransactionSigner {
  const key = new SigningKey(privateKey);
  return {
    address: Address.parse(computeAddress(key)),
    sign(transaction) {
      const { chainId, ...rest } = transaction;
      const unsigned = Transaction.from({ ...rest, chainId: BigInt(chainId), type: 2, value: 0n });
      unsigned.signature = key.sign(unsigned.unsignedHash);
      return Promise.resolve({
        raw: HexData.parse(unsigned.serialized),
        hash: Hex32.parse(unsigned.hash),
      });
    },
  };
}

import { type Address } from '@noderr/protocol';
import { type Kysely } from 'kysely';
import { type ChainSignerTable, type TransactionTables } from './tables.ts';

export interface SignerRow {
  nextNonce: number | null;
  frozen: { code: string; detail: string; at: number } | null;
}

/** The row that owns a signer's nonces on one network. */
export interface SignerStore {
  signer(): Promise<SignerRow>;
  /** Only where none is known: two processes agree on the first one. */
  startNonces(next: number): Promise<void>;
  resetNonces(next: number): Promise<void>;
  freeze(code: string, detail: string, now: number): Promise<void>;
  unfreeze(): Promise<void>;
}

export function createSignerStore(db: Kysely<TransactionTables>, network: string, address: Address): SignerStore {
  async function ensure(): Promise<void> {
    await db
      .insertInto('chain_signer')
      .values({ network, address, next_nonce: null, frozen_code: null, frozen_detail: null, frozen_at: null })
      .onConflict((conflict) => conflict.columns(['network', 'address']).doNothing())
      .execute();
  }

  async function update(values: Partial<ChainSignerTable>): Promise<void> {
    await ensure();
    await db
      .updateTable('chain_signer')
      .set(values)
      .where('network', '=', network)
      .where('address', '=', address)
      .execute();
  }

  return {
    async signer() {
      const row = await db
        .selectFrom('chain_signer')
        .selectAll()
        .where('network', '=', network)
        .where('address', '=', address)
        .executeTakeFirst();
      const code = row?.frozen_code ?? null;
      return {
        nextNonce: row?.next_nonce ?? null,
        frozen: code === null ? null : { code, detail: row?.frozen_detail ?? '', at: Number(row?.frozen_at ?? 0) },
      };
    },
    async startNonces(next) {
      await ensure();
      await db
        .updateTable('chain_signer')
        .set({ next_nonce: next })
        .where('network', '=', network)
        .where('address', '=', address)
        .where('next_nonce', 'is', null)
        .execute();
    },
    resetNonces: (next) => update({ next_nonce: next }),
    freeze: (code, detail, now) => update({ frozen_code: code, frozen_detail: detail, frozen_at: now }),
    unfreeze: () => update({ frozen_code: null, frozen_detail: null, frozen_at: null }),
  };
}

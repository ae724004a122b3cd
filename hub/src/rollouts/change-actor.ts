import { type Actor, type Address, type DirectiveChange, type Hex32 } from '@noderr/protocol';

/** Whose intents sent which transactions, and the hub's own address. */
export interface ActorBook {
  byTransaction: ReadonlyMap<Hex32, Actor>;
  signer: Address | null;
}

/** Who made a change: the hub knows by its intents who used its key, of others only their address. */
export function changeActor(change: Pick<DirectiveChange, 'actor' | 'transaction'>, book: ActorBook): Actor {
  const known = book.byTransaction.get(change.transaction);
  if (known) return known;
  // The hub's own key without an intent: sent before its database was lost.
  return { kind: change.actor === book.signer ? 'system' : 'chain', name: change.actor };
}

import { type KeyObject } from 'node:crypto';
import { type Hex32, type NodeId } from '@noderr/protocol';

export interface KnownKey {
  readonly nodeId: NodeId;
  readonly key: KeyObject;
  readonly revoked: boolean;
}

/** Every key that ever enrolled, in memory: an unknown key costs no query. */
export interface KeyRing {
  find(kid: Hex32): KnownKey | undefined;
  add(kid: Hex32, key: KnownKey): void;
  revokeAllOf(nodeId: NodeId): void;
}

export function createKeyRing(): KeyRing {
  const keys = new Map<Hex32, KnownKey>();
  return {
    find: (kid) => keys.get(kid),
    add(kid, key) {
      keys.set(kid, key);
    },
    revokeAllOf(nodeId) {
      for (const [kid, known] of keys) {
        if (known.nodeId === nodeId) keys.set(kid, { ...known, revoked: true });
      }
    },
  };
}

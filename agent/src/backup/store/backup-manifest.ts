import { createPublicKey } from 'node:crypto';
import { Hex32, Ms, NodeId } from '@noderr/protocol';
import { compactVerify } from 'jose';
import { z } from 'zod';
import { BackupRecord } from '../../attempt/backup-store.ts';
import { compactJws } from '../../identity/compact-jws.ts';
import { type NodeIdentity } from '../../identity/node-identity.ts';
import { BackupFault } from './backup-fault.ts';

const TYPE = 'noderr-backup+jws';

/** What the node says of a backup, signed by its key and kept beside it. */
export const BackupManifest = z.object({
  record: BackupRecord,
  nodeId: NodeId,
  /** Size and hash of the encrypted file; null while the backup is staged. */
  sealed: z.object({ sizeBytes: z.int().nonnegative(), sha256: Hex32, at: Ms }).nullable(),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

export function signManifest(identity: NodeIdentity, manifest: BackupManifest): string {
  return compactJws(identity, TYPE, manifest);
}

/** @throws BackupFault backup/failed unless this node signed it */
export async function openManifest(identity: NodeIdentity, jws: string): Promise<BackupManifest> {
  const manifest = BackupManifest.safeParse(await signedBy(identity, jws));
  if (!manifest.success) {
    throw new BackupFault('backup/failed', 'its manifest is malformed', { cause: manifest.error });
  }
  if (manifest.data.nodeId !== identity.nodeId) {
    throw new BackupFault('backup/failed', `its manifest is of another node, ${manifest.data.nodeId}`);
  }
  return manifest.data;
}

async function signedBy(identity: NodeIdentity, jws: string): Promise<unknown> {
  const x = Buffer.from(identity.publicKey.slice(2), 'hex').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  try {
    const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: ['EdDSA'] });
    if (protectedHeader.typ !== TYPE) throw new Error(`its type is ${String(protectedHeader.typ)}`);
    return JSON.parse(Buffer.from(payload).toString());
  } catch (cause) {
    throw new BackupFault('backup/failed', 'its manifest is not signed by this node', { cause });
  }
}

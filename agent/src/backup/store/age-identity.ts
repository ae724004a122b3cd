import { randomUUID } from 'node:crypto';
import { link, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { isAgeRecipient } from '../age-recipient.ts';
import { BackupFault } from './backup-fault.ts';
import { readText, syncFolder } from './private-file.ts';

/**
 * The node's own age key, which its backups are encrypted to.
 * @throws BackupFault backup/failed where it is missing, damaged, or can be read by others
 */
export async function readAgeIdentity(path: string): Promise<string> {
  const text = await readText(path);
  if (text === null) {
    throw new BackupFault('backup/failed', `the age key ${path} is missing: restore it, or use an offline key`);
  }
  if (((await stat(path)).mode & 0o077) !== 0) {
    throw new BackupFault('backup/failed', `the age key ${path} can be read by others: chmod 0400 it`);
  }
  const identity = text.trim();
  try {
    new Decrypter().addIdentity(identity);
  } catch {
    // The cause is left out on purpose: it could hold a piece of the key.
    throw new BackupFault('backup/failed', `the age key ${path} is damaged: restore it from your copy`);
  }
  return identity;
}

/** The public key to encrypt to; the key is made at first use (mode 0400). */
export async function ownRecipient(path: string): Promise<string> {
  if ((await readText(path)) === null) await makeIdentity(path);
  return identityToRecipient(await readAgeIdentity(path));
}

/** @throws BackupFault backup/failed for what is no age public key */
export function assertRecipients(recipients: readonly string[]): void {
  const wrong = recipients.find((recipient) => !isAgeRecipient(recipient));
  if (wrong !== undefined) throw new BackupFault('backup/failed', `${wrong} is not an age public key`);
}

async function makeIdentity(path: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o400);
  try {
    await file.writeFile(`${await generateX25519Identity()}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    // A link never replaces: a key that somebody else made in the meantime stays.
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(dirname(path));
}

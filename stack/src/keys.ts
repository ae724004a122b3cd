import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Address } from '@noderr/protocol';
import { z } from 'zod';
import { runCommand } from './noderr-command.ts';
import { readJson, writeJson } from './run/atomic-file.ts';
import { type RunFolder } from './run/run-folder.ts';

export const ACCOUNTS = ['admin', 'publisher', 'guardian', 'operator'] as const;
export type Account = (typeof ACCOUNTS)[number];

const Made = z.object({ address: Address });
const Addresses = z.record(z.enum(ACCOUNTS), Address);

/** Keys of one run: made at its first start, never shown, gone with the run folder. */
export interface StackKeys {
  addresses: Readonly<Record<Account, Address>>;
  /** Raw key file of an account; the operator's is encrypted. */
  keyFile(account: Account): string;
  operatorPasswordFile: string;
  /** Private keys of the two release signers, each with its public half beside it in `.pub`. */
  signingKeyFiles: readonly string[];
  /** `{threshold, keys}` as `noderr publish --trust` reads it. */
  trustFile: string;
}

const SIGNERS = ['signer-1', 'signer-2'] as const;

export async function makeKeys(run: RunFolder): Promise<StackKeys> {
  const folder = run.folder('keys');
  run.secret('operator-password', () => randomBytes(24).toString('hex'));
  const operatorPasswordFile = run.secretFile('operator-password');
  const addressesFile = join(folder, 'addresses.json');
  const keyFile = (account: Account): string => join(folder, account);

  let addresses = readJson(addressesFile, Addresses);
  if (addresses === null) {
    const made = await Promise.all(
      ACCOUNTS.map(async (account) => {
        const encrypted = account === 'operator' ? ['--password-file', operatorPasswordFile] : [];
        const printed = await runCommand('noderr', ['keygen', '--out', keyFile(account), ...encrypted]);
        return [account, Made.parse(printed).address] as const;
      }),
    );
    addresses = Addresses.parse(Object.fromEntries(made));
    writeJson(addressesFile, addresses);
  }

  const signingKeyFiles = SIGNERS.map((name) => join(folder, name));
  for (const file of signingKeyFiles) {
    if (!existsSync(file)) await runCommand('noderr', ['keygen', '--kind', 'ed25519', '--out', file]);
  }
  const trustFile = join(folder, 'trust.json');
  writeJson(trustFile, { threshold: SIGNERS.length, keys: SIGNERS.map((name) => `${name}.pub`) });
  return { addresses, keyFile, operatorPasswordFile, signingKeyFiles, trustFile };
}

import { Hex32 } from '@noderr/protocol';
import { decryptKeystoreJson } from 'ethers/wallet';
import { keySigner } from '../transactions/key-signer.ts';
import { type TransactionSigner } from '../transactions/transaction-signer.ts';
import { CliError } from './cli-error.ts';
import { readSecretFile } from './secret-file.ts';

export interface KeyOptions {
  keyFile?: string | undefined;
  keystore?: string | undefined;
  passwordFile?: string | undefined;
}

const HOW = 'give --keystore FILE with --password-file FILE, or --key-file FILE; noderr keygen makes one';

/** The signer from an encrypted keystore or a raw key file; a key is never taken from the command line. */
export async function readTransactionKey(options: KeyOptions): Promise<TransactionSigner> {
  const { keyFile, keystore, passwordFile } = options;
  if (keyFile !== undefined && keystore !== undefined) {
    throw new CliError('usage', 'cli/two-keys', '--key-file and --keystore are both given', 'give one of them');
  }
  if (keyFile !== undefined) return keySigner(parseKey(await readSecretFile(keyFile, 'the key')));
  if (keystore === undefined) throw new CliError('usage', 'cli/no-key', 'there is no key to sign with', HOW);
  if (passwordFile === undefined) {
    throw new CliError('usage', 'cli/no-password', 'a keystore needs its password', 'give --password-file FILE');
  }
  const json = await readSecretFile(keystore, 'the keystore');
  const password = await readSecretFile(passwordFile, 'the password');
  const account = await decryptKeystoreJson(json, password).catch((cause: unknown) => {
    throw new CliError('usage', 'cli/wrong-password', `${keystore} cannot be decrypted with this password`, '', {
      cause,
    });
  });
  return keySigner(parseKey(account.privateKey));
}

function parseKey(text: string): Hex32 {
  const key = Hex32.safeParse(text.toLowerCase());
  if (key.success) return key.data;
  throw new CliError('usage', 'cli/not-a-key', 'the key file holds no private key (0x and 64 hex digits)', HOW);
}

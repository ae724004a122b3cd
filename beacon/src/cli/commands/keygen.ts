import { randomBytes } from 'node:crypto';
import { generateSigningKey, privateKeyPem } from '@noderr/oci';
import { Hex32 } from '@noderr/protocol';
import { type Command, Option } from 'commander';
import { encryptKeystoreJson } from 'ethers/wallet';
import { z } from 'zod';
import { keySigner } from '../../transactions/key-signer.ts';
import { type CommandDeps } from '../command-deps.ts';
import { createOutput } from '../output.ts';
import { parseOptions } from '../schema.ts';
import { readSecretFile, writeNewFile } from '../secret-file.ts';

const KINDS = ['transaction', 'ed25519', 'ecdsa-p256'] as const;
const Options = z.object({
  kind: z.enum(KINDS),
  out: z.string(),
  passwordFile: z.string().optional(),
  json: z.boolean().default(false),
});

export function registerKeygen(program: Command, deps: CommandDeps): void {
  program
    .command('keygen')
    .description('make a key: for transactions, or to sign releases')
    .addOption(new Option('--kind <kind>', 'what it is for').choices([...KINDS]).default('transaction'))
    .requiredOption('--out <file>', 'the new file, mode 0400; signing keys also get FILE.pub')
    .option('--password-file <file>', 'encrypts the key with this password')
    .option('--json', 'print the result as JSON')
    .action(async (raw: object) => {
      const options = parseOptions(Options, raw);
      const output = createOutput(deps.streams, options.json);
      const { kind, out, passwordFile } = options;
      const password = passwordFile === undefined ? undefined : await readSecretFile(passwordFile, 'the password');
      if (kind === 'transaction') {
        const address = await makeTransactionKey(out, password);
        output.result({ kind, file: out, address }, `${out}: key of ${address}`);
        return;
      }
      const key = generateSigningKey(kind);
      await writeNewFile(out, privateKeyPem(key, password), 0o400);
      await writeNewFile(`${out}.pub`, key.publicKeyPem, 0o444);
      output.result(
        { kind, file: out, publicFile: `${out}.pub`, hint: key.hint },
        `${out}: private key, keep it cold\n${out}.pub: public key, for the nodes to pin (hint ${key.hint})`,
      );
    });
}

async function makeTransactionKey(out: string, password: string | undefined): Promise<string> {
  const privateKey = Hex32.parse(`0x${randomBytes(32).toString('hex')}`);
  const { address } = keySigner(privateKey);
  const content = password === undefined ? privateKey : await encryptKeystoreJson({ address, privateKey }, password);
  await writeNewFile(out, `${content}\n`, 0o400);
  return address;
}

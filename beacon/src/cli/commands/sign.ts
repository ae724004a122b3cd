import {
  expectationOf,
  pushSignature,
  readSigningKey,
  type SigningKey,
  signComponent,
  SigningKeyError,
} from '@noderr/oci';
import { ociDigest } from '@noderr/protocol';
import { type Command } from 'commander';
import { z } from 'zod';
import { readDeploymentFile } from '../chain-access.ts';
import { CliError } from '../cli-error.ts';
import { type CommandDeps } from '../command-deps.ts';
import { withDeployment, withRegistry, withRelease } from '../option-groups.ts';
import { createOutput } from '../output.ts';
import { openRegistryWriter } from '../registry-access.ts';
import { componentsOf, componentText, readDraft } from '../release-draft.ts';
import { parseOptions, RegistryOptions, ReleaseOptions } from '../schema.ts';
import { readSecretFile } from '../secret-file.ts';

const Options = z.object({
  deployment: z.string(),
  ...RegistryOptions.shape,
  signingKey: z.string(),
  passphraseFile: z.string().optional(),
  dryRun: z.boolean().default(false),
  json: z.boolean().default(false),
});

export function registerSign(program: Command, deps: CommandDeps): void {
  withRelease(
    withRegistry(
      withDeployment(program.command('sign').description('sign a release’s components, one signer at a time')),
    ),
  )
    .requiredOption('--signing-key <file>', 'PEM private key, mode 0400')
    .option('--passphrase-file <file>', 'its passphrase')
    .option('--dry-run', 'show what would be signed')
    .option('--json', 'print the result as JSON')
    .action(async (raw: object) => {
      const options = parseOptions(Options, raw);
      const output = createOutput(deps.streams, options.json);
      const draft = await readDraft(parseOptions(ReleaseOptions, raw));
      const deployment = await readDeploymentFile(options.deployment);
      const key = await readKey(options.signingKey, options.passphraseFile);
      const writer = await openRegistryWriter(options);
      try {
        const components = await componentsOf(draft, () => Promise.resolve(writer.source), deps.signal);
        const signed: object[] = [];
        for (const component of components) {
          const { annotations, sha256 } = expectationOf(draft, component, deployment);
          output.note(`${componentText(component)} as ${draft.tier} ${draft.version}`);
          const bundle = signComponent({ annotations, sha256 }, key);
          const digest = ociDigest(component.digest);
          const signature = options.dryRun
            ? null
            : await pushSignature(writer, component.repository, digest, bundle, deps.signal);
          signed.push({ ...component, signature });
        }
        const what = options.dryRun ? 'would sign' : 'signed';
        output.result(
          { dryRun: options.dryRun, signer: key.hint, tier: draft.tier, version: draft.version, components: signed },
          `${what} ${signed.length} component(s) of ${draft.tier} ${draft.version} with ${key.hint}`,
        );
      } finally {
        writer.close();
      }
    });
}

async function readKey(path: string, passphraseFile: string | undefined): Promise<SigningKey> {
  const passphrase = passphraseFile === undefined ? undefined : await readSecretFile(passphraseFile, 'the passphrase');
  try {
    return readSigningKey(await readSecretFile(path, 'the signing key'), passphrase);
  } catch (cause) {
    if (!(cause instanceof SigningKeyError)) throw cause;
    throw new CliError('usage', 'cli/bad-signing-key', cause.message, 'noderr keygen --kind ed25519 makes one', {
      cause,
    });
  }
}

import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  type BeaconIdentity,
  expectationOf,
  listPlatforms,
  OciFault,
  platformText,
  type RegistryClient,
  TrustPolicy,
  verifyComponent,
} from '@noderr/oci';
import { type Component, ociDigest } from '@noderr/protocol';
import { z } from 'zod';
import { jsonOf } from './chain-access.ts';
import { CliError } from './cli-error.ts';
import { type ReleaseDraft } from './release-draft.ts';

/** Keys as PEM text, or as files beside the trust file. */
const TrustFile = z.strictObject({ threshold: z.int().min(1), keys: z.array(z.string()).min(1).max(32) });

export async function readTrustFile(path: string): Promise<TrustPolicy> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CliError('usage', 'cli/unreadable', `${path} cannot be read`, 'give --trust FILE', { cause });
  });
  const file = TrustFile.safeParse(jsonOf(text));
  if (!file.success) throw badTrust(path, file.error);
  const keys = await Promise.all(file.data.keys.map((key) => pemOf(key, path)));
  const policy = TrustPolicy.safeParse({ threshold: file.data.threshold, keys });
  if (policy.success) return policy.data;
  throw badTrust(path, policy.error);
}

export interface CheckedComponent extends Component {
  platforms: string[];
  signers: readonly string[];
}

/** What a node will check, checked before anything is announced: there, for its platforms, signed by enough. */
export async function checkComponent(
  component: Component,
  draft: Pick<ReleaseDraft, 'tier' | 'version'>,
  needs: { identity: BeaconIdentity; policy: TrustPolicy; platforms: readonly string[] },
  registry: RegistryClient,
  signal: AbortSignal,
): Promise<CheckedComponent> {
  const { service, repository, digest } = component;
  try {
    const found = (await listPlatforms(registry, repository, ociDigest(digest), signal)).map(platformText);
    const missing = needs.platforms.filter((wanted) => !found.includes(wanted));
    if (missing.length > 0) {
      const message = `${service} is for ${found.join(', ')}, but nodes also need ${missing.join(', ')}`;
      throw new CliError('check', 'content/platform-missing', message, 'build an index with all platforms');
    }
    const expected = expectationOf(draft, component, needs.identity);
    const { signers } = await verifyComponent(component, expected, needs.policy, registry, signal);
    return { ...component, platforms: found, signers };
  } catch (cause) {
    if (!(cause instanceof OciFault)) throw cause;
    const hint = cause.code.startsWith('signature/') ? 'noderr sign, once per signer, for exactly this version' : '';
    const exit = cause.code.startsWith('registry/') ? 'unavailable' : 'check';
    throw new CliError(exit, cause.code, `${service}: ${cause.message}`, hint, { cause });
  }
}

async function pemOf(key: string, trustFile: string): Promise<string> {
  if (key.includes('-----BEGIN')) return key;
  return readFile(resolve(dirname(trustFile), key), 'utf8').catch((cause: unknown) => {
    throw new CliError('usage', 'cli/unreadable', `the key ${key} of ${trustFile} cannot be read`, '', { cause });
  });
}

function badTrust(path: string, error: z.ZodError): CliError {
  const hint = 'JSON {threshold, keys: [PEM or file, …]}';
  return new CliError('usage', 'cli/bad-trust', `${path} is no trust file: ${z.prettifyError(error)}`, hint);
}

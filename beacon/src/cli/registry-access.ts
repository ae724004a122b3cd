import { readFile } from 'node:fs/promises';
import {
  createRegistryClient,
  createRegistryWriter,
  RegistryEndpoint,
  type RegistryClient,
  type RegistryWriter,
} from '@noderr/oci';
import { z } from 'zod';
import { jsonOf } from './chain-access.ts';
import { CliError } from './cli-error.ts';
import { readSecretFile } from './secret-file.ts';

export interface RegistryOptions {
  registry?: string | undefined;
  registryAuth?: string | undefined;
  registryCa?: string | undefined;
}

async function endpointOf(options: RegistryOptions): Promise<RegistryEndpoint> {
  if (options.registry === undefined) {
    throw new CliError('usage', 'cli/no-registry', 'no registry is given', 'give --registry URL');
  }
  const credentials =
    options.registryAuth === undefined
      ? {}
      : { credentials: jsonOf(await readSecretFile(options.registryAuth, 'the registry login')) };
  const ca = options.registryCa === undefined ? {} : { ca: await readFile(options.registryCa, 'utf8') };
  const parsed = RegistryEndpoint.safeParse({ url: options.registry, ...credentials, ...ca });
  if (parsed.success) return parsed.data;
  throw new CliError('usage', 'cli/bad-registry', `the registry cannot be used: ${z.prettifyError(parsed.error)}`);
}

export async function openRegistry(options: RegistryOptions): Promise<RegistryClient> {
  return createRegistryClient({ endpoints: [await endpointOf(options)] });
}

export async function openRegistryWriter(options: RegistryOptions): Promise<RegistryWriter> {
  return createRegistryWriter(await endpointOf(options));
}

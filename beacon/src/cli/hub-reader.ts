import { type z } from 'zod';
import { readCapped } from '../rpc/read-capped.ts';
import { jsonOf } from './chain-access.ts';
import { CliError } from './cli-error.ts';
import { readSecretFile } from './secret-file.ts';

export interface HubOptions {
  hub?: string | undefined;
  hubToken?: string | undefined;
}

/** Reads from the hub with a read token. */
export interface HubReader {
  read<T>(path: string, query: Record<string, string>, schema: z.ZodType<T>, signal: AbortSignal): Promise<T>;
}

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 32 * 1024 * 1024;

export async function createHubReader({ hub, hubToken }: HubOptions): Promise<HubReader> {
  if (hub === undefined || hubToken === undefined) {
    const hint = 'give --hub URL and --hub-token FILE; noderr-hub token create --read makes a token';
    throw new CliError('usage', 'cli/no-hub', 'the hub or its read token is not given', hint);
  }
  const base = new URL(hub);
  if (base.protocol !== 'https:' && !['127.0.0.1', 'localhost', '[::1]'].includes(base.hostname)) {
    throw new CliError('usage', 'cli/insecure-hub', 'the token is only sent over https://, or on loopback');
  }
  const token = await readSecretFile(hubToken, 'the read token');

  return {
    async read(path, query, schema, signal) {
      const url = new URL(path, base);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const response = await fetch(url, { headers, redirect: 'error', signal: deadline }).catch((cause: unknown) => {
        throw new CliError('unavailable', 'hub/unreachable', `the hub at ${base.host} cannot be reached`, '', {
          cause,
        });
      });
      const text = await readCapped(response, MAX_BYTES);
      if (response.status === 401 || response.status === 403) {
        const hint = 'noderr-hub token create --read makes a new one';
        throw new CliError('unavailable', 'hub/refused', 'the hub does not take this read token', hint);
      }
      const parsed = response.ok && text !== undefined ? schema.safeParse(jsonOf(text)) : undefined;
      if (parsed?.success) return parsed.data;
      throw new CliError('unavailable', 'hub/malformed', `the hub answered ${path} with status ${response.status}`);
    },
  };
}

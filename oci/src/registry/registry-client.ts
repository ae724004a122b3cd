import { setTimeout as delay } from 'node:timers/promises';
import { type Repository } from '@noderr/protocol';
import { type Descriptor } from '../document.ts';
import { type OciDigest } from '../digest.ts';
import { OciFault } from '../fault.ts';
import { DEFAULT_OCI_LIMITS, type OciLimits } from '../limits.ts';
import { type RegistryEndpoint } from './endpoint.ts';
import { createConnections } from './exchange.ts';
import { createRegistrySource, type RegistrySource } from './registry-source.ts';
import { createSession } from './session.ts';

/** Reads images from a registry and its mirrors; each answer is hashed here, so that none of them is trusted. */
export interface RegistryClient {
  readonly limits: OciLimits;
  /** The registry first, then its mirrors in their order. */
  readonly sources: readonly RegistrySource[];
  /** The bytes of an index or manifest from the first source that has them. */
  document(repository: Repository, digest: OciDigest, signal: AbortSignal, maxBytes?: number): Promise<Buffer>;
  /** A small blob, whole. @throws OciFault content/too-large if its descriptor says more than `maxBytes` */
  blobBytes(repository: Repository, descriptor: Descriptor, maxBytes: number, signal: AbortSignal): Promise<Buffer>;
  /** Runs `use` with one source after another until one succeeds; its error is the first source's. */
  firstOf<T>(use: (source: RegistrySource) => Promise<T>, signal: AbortSignal): Promise<T>;
  close(): void;
}

export interface RegistryClientOptions {
  /** At least one: the registry, then its mirrors. */
  endpoints: readonly RegistryEndpoint[];
  limits?: Partial<OciLimits>;
}

export interface RegistryClientDependencies {
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  now?: () => number;
}

/** @throws RangeError without an endpoint */
export function createRegistryClient(
  options: RegistryClientOptions,
  dependencies: RegistryClientDependencies = {},
): RegistryClient {
  if (options.endpoints.length === 0) throw new RangeError('a registry client needs at least one endpoint');
  const limits: OciLimits = { ...DEFAULT_OCI_LIMITS, ...options.limits };
  const sleep = dependencies.sleep ?? ((ms, signal) => delay(ms, undefined, { signal }));
  const now = dependencies.now ?? Date.now;
  const opened = options.endpoints.map((endpoint) => {
    const connections = createConnections(endpoint.ca);
    const session = createSession(endpoint, { connections, sleep, now });
    return { connections, source: createRegistrySource(session, limits) };
  });
  const sources = opened.map(({ source }) => source);

  async function firstOf<T>(use: (source: RegistrySource) => Promise<T>, signal: AbortSignal): Promise<T> {
    const faults: OciFault[] = [];
    for (const source of sources) {
      try {
        return await use(source);
      } catch (error) {
        if (signal.aborted || !(error instanceof OciFault)) throw error;
        faults.push(error);
      }
    }
    const [first, ...others] = faults;
    if (first === undefined || others.length === 0) throw first ?? new RangeError('no source');
    const message = [first, ...others].map((fault) => fault.message).join('; ');
    throw new OciFault(first.code, message, { cause: new AggregateError(faults, message) });
  }

  async function wholeBlob(
    source: RegistrySource,
    repository: Repository,
    descriptor: Descriptor,
    signal: AbortSignal,
  ): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const chunk of source.blob(repository, descriptor, signal)) parts.push(chunk);
    return Buffer.concat(parts);
  }

  return {
    limits,
    sources,
    firstOf,
    document(repository, digest, signal, maxBytes = limits.documentBytes) {
      return firstOf((source) => source.document(repository, digest, maxBytes, signal), signal);
    },
    async blobBytes(repository, descriptor, maxBytes, signal) {
      if (descriptor.size > maxBytes) {
        const { digest, size } = descriptor;
        throw new OciFault('content/too-large', `blob ${digest} of ${repository} has ${size} bytes, over ${maxBytes}`);
      }
      return firstOf((source) => wholeBlob(source, repository, descriptor, signal), signal);
    },
    close() {
      for (const { connections } of opened) connections.close();
    },
  };
}

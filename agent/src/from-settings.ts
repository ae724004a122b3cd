import { type BeaconReader, createBeaconReader, type Deployment } from '@noderr/beacon';
import { createRegistryClient, type RegistryClient, registryUrlOf } from '@noderr/oci';
import { type AttemptPolicy } from './attempt/attempt-deps.ts';
import { type Policy } from './decide/facts.ts';
import { type NodeIdentity } from './identity/node-identity.ts';
import { type Settings } from './settings/read-settings.ts';
import { type StartTelemetryOptions } from './telemetry/start-telemetry.ts';

/** The reader of the settings' chain; `seen` is the deployment that an earlier reading found, unless the settings pin one. */
export function readerFor(settings: Settings, seen: Deployment | null, now: () => number): BeaconReader {
  return createBeaconReader(
    {
      chainId: settings.chainId,
      beacon: settings.versionBeaconAddress,
      rpcEndpoints: settings.rpcEndpoints,
      quorum: settings.rpcQuorum,
      confirmations: settings.confirmations,
      deployment: settings.deployment ?? seen ?? undefined,
      maxAgeS: settings.maxBlockAgeS,
    },
    { now },
  );
}

/** A client that asks the registry of the settings, then its mirrors. */
export function registryClientFor(settings: Settings): RegistryClient {
  const endpoints = [settings.dockerRegistry, ...settings.registryMirrors].map((host) => {
    const credentials = settings.registryCredentials[host];
    return { url: registryUrlOf(host), blobHosts: [], realmHosts: [], ...(credentials ? { credentials } : {}) };
  });
  return createRegistryClient({ endpoints });
}

export function policyFor(settings: Settings, { nodeId }: NodeIdentity): Policy & AttemptPolicy {
  return {
    nodeId,
    tier: settings.nodeTier,
    autoUpdateEnabled: settings.autoUpdateEnabled,
    templates: settings.templates,
    registryHost: settings.dockerRegistry,
    soakMs: settings.soakMs,
    rollbackTimeoutMs: settings.rollbackTimeout,
    maxGapMs: settings.backupMaxGapMs,
  };
}

const DAY_MS = 86_400_000;

export function telemetryOptionsFor(settings: Settings, folder: string, audience: string): StartTelemetryOptions {
  return {
    ingestUrl: settings.ingestUrl,
    audience,
    cluster: settings.cluster,
    tier: settings.nodeTier,
    maxBytes: settings.spoolMaxBytes,
    maxAgeMs: settings.spoolMaxDays * DAY_MS,
    logBytesPerS: settings.logBytesPerS,
    folder,
    templates: settings.templates,
  };
}

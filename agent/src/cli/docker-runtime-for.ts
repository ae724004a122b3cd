import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { createDockerRuntime, type DockerRuntime } from '../runtime/docker-runtime.ts';
import { type Settings } from '../settings/read-settings.ts';

/** Docker as the settings describe it; several agents on one daemon keep their pins apart. */
export function dockerRuntimeFor(settings: Settings): DockerRuntime {
  return createDockerRuntime({
    endpoint: settings.dockerEndpoint,
    allowedBinds: settings.allowedBinds,
    mirrors: settings.registryMirrors,
    credentials: new Map(Object.entries(settings.registryCredentials)),
    pinScope: createHash('sha256').update(resolve(settings.stateDir)).digest('hex').slice(0, 12),
  });
}

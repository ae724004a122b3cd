import { type SettingsSources } from '@noderr/settings';
import { readOptions } from '../settings/read-options.ts';
import { createDockerRuntime } from '../runtime/docker-runtime.ts';
import { templateFromContainer } from '../template/template-from-container.ts';
import { CliFault } from './cli-fault.ts';
import { type FoundName } from './command-deps.ts';
import { type FoundContainer } from './found-container.ts';

/** Looks containers up by name on the Docker of the settings. @throws CliFault for a name that nothing has */
export async function findContainers(sources: SettingsSources, names: readonly FoundName[]): Promise<FoundContainer[]> {
  const { allowedBinds, dockerEndpoint } = readOptions(sources, ['allowedBinds', 'dockerEndpoint']);
  const runtime = createDockerRuntime({ endpoint: dockerEndpoint, allowedBinds, reconnectMs: 0 });
  const found: FoundContainer[] = [];
  for (const { service, containerName } of names) {
    const description = await runtime.describe(containerName);
    if (!description) {
      throw new CliFault(
        'refused',
        'adopt/no-container',
        `no container is named ${containerName}: see \`docker ps -a\``,
      );
    }
    const { container, image } = description;
    const adopted = templateFromContainer(container, image, { service, allowedBinds });
    found.push({ ...adopted, image: container.Config.Image, state: container.State.Status });
  }
  return found;
}

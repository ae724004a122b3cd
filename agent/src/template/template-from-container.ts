import { type ContainerInspect, type ImageInspect } from '../runtime/docker/docker-schema.ts';
import { bindRefusal } from '../runtime/docker/safe-spec.ts';
import { ServiceTemplate, type TemplateMount } from './service-template.ts';

/** A template made from a running container, and in words all in which a container from it would differ. */
export interface AdoptedTemplate {
  template: ServiceTemplate;
  differences: string[];
}

const NANO = 1_000_000_000;
const DEFAULT_STOP_S = 10;
/** A host path or volume name that looks like keys is never rolled back with an image. */
const LOOKS_LIKE_KEYS = /keys?(tore)?s?$|slashing|secret|wallet|validator/i;

type Container = Pick<ContainerInspect, 'Name' | 'Config' | 'HostConfig' | 'Mounts'>;

function environmentOf(container: Container, image: Pick<ImageInspect, 'Config'> | null): Record<string, string> {
  const inherited = new Set(image?.Config.Env ?? []);
  const own = container.Config.Env.filter((entry) => !inherited.has(entry));
  return Object.fromEntries(
    own.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
}

function mountsOf(container: Container, differences: string[]): TemplateMount[] {
  return container.Mounts.flatMap((mount): TemplateMount[] => {
    if (mount.Type !== 'volume' && mount.Type !== 'bind') {
      differences.push(`the ${mount.Type} mount at ${mount.Destination} is left out`);
      return [];
    }
    const source = mount.Type === 'volume' ? (mount.Name ?? '') : mount.Source;
    const neverRestore = LOOKS_LIKE_KEYS.test(source) || LOOKS_LIKE_KEYS.test(mount.Destination);
    const backup = !neverRestore && mount.RW;
    if (neverRestore) differences.push(`${mount.Destination} looks like keys: it is never backed up or rolled back`);
    return [{ source, target: mount.Destination, readOnly: !mount.RW, backup, neverRestore }];
  });
}

function portsOf(container: Container, differences: string[]): string[] {
  return Object.entries(container.HostConfig.PortBindings).flatMap(([inside, bindings]) => {
    const [port = '', protocol = 'tcp'] = inside.split('/');
    return (bindings ?? []).flatMap(({ HostIp, HostPort }) => {
      if (HostPort === '' || HostPort === '0') {
        differences.push(`port ${inside} was published on any free port and is left out`);
        return [];
      }
      const ip = HostIp === '' ? '0.0.0.0' : HostIp;
      return [`${ip.includes(':') ? `[${ip}]` : ip}:${HostPort}:${port}/${protocol}`];
    });
  });
}

function networkOf(container: Container, differences: string[]): string {
  const mode = container.HostConfig.NetworkMode;
  if (mode === 'host' || mode.startsWith('container:')) {
    differences.push(
      `it shares the network of ${mode === 'host' ? 'the host' : mode}; from the template it has its own`,
    );
    return 'bridge';
  }
  return mode === '' || mode === 'default' ? 'bridge' : mode;
}

function commandOf(container: Container, image: Pick<ImageInspect, 'Config'> | null): string[] | undefined {
  const command = container.Config.Cmd ?? [];
  const same = JSON.stringify(command) === JSON.stringify(image?.Config.Cmd ?? []);
  return same ? undefined : command;
}

function lostRights(container: Container, image: Pick<ImageInspect, 'Config'> | null): [boolean, string][] {
  const host = container.HostConfig;
  const ownEntrypoint =
    JSON.stringify(container.Config.Entrypoint) !== JSON.stringify(image?.Config.Entrypoint ?? null);
  return [
    [image === null, 'its image is gone: what it inherited cannot be told from its own settings'],
    [image !== null && ownEntrypoint, 'its entry point is its own; from the template it is the image’s'],
    [host.Privileged, 'it is privileged; from the template it is not'],
    [host.CapAdd.length > 0, `it has the extra capabilities ${host.CapAdd.join(', ')}; from the template it has none`],
    [host.Devices.length + host.DeviceRequests.length > 0, 'its devices are left out'],
    [
      host.PidMode !== '' && host.PidMode !== 'private',
      `it shares processes with ${host.PidMode}; not from the template`,
    ],
    [host.IpcMode === 'host', 'it shares memory with the host; not from the template'],
    [host.VolumesFrom.length > 0, `the volumes of ${host.VolumesFrom.join(', ')} are named one by one`],
    [host.GroupAdd.length > 0, 'its additional groups are left out'],
    [Object.keys(host.Sysctls).length > 0, 'its sysctls are left out'],
    [!host.SecurityOpt.some((option) => option.startsWith('no-new-privileges')), 'it will not gain new privileges'],
    [host.LogConfig.Config['max-size'] === undefined, 'its log gets a limit of 3 files of 10 MB'],
  ];
}

/**
 * The template that comes nearest to a running container. What the template cannot say, and what it adds for safety, is
 * in `differences`, for the operator to read before anything is changed. Health checks are for the operator to add.
 */
export function templateFromContainer(
  container: Container,
  image: Pick<ImageInspect, 'Config'> | null,
  options: { service: string; allowedBinds: readonly string[] },
): AdoptedTemplate {
  const differences = lostRights(container, image)
    .filter(([lost]) => lost)
    .map(([, words]) => words);
  const mounts = mountsOf(container, differences);
  for (const { source } of mounts) {
    const refusal = source.startsWith('/') ? bindRefusal(source, options.allowedBinds) : null;
    if (refusal !== null) differences.push(`${refusal}: add it there, or take the mount out of the template`);
  }
  const host = container.HostConfig;
  const command = commandOf(container, image);
  const user = container.Config.User;
  const template = ServiceTemplate.parse({
    service: options.service,
    containerName: container.Name.replace(/^\//, ''),
    environment: environmentOf(container, image),
    ...(command === undefined ? {} : { command }),
    ...(user === '' || user === image?.Config.User ? {} : { user }),
    network: networkOf(container, differences),
    ports: portsOf(container, differences),
    mounts,
    ...(host.Memory > 0 ? { memoryBytes: host.Memory } : {}),
    ...(host.NanoCpus > 0 ? { cpus: host.NanoCpus / NANO } : {}),
    readOnlyRootfs: host.ReadonlyRootfs,
    capabilities: host.CapDrop.some((capability) => capability.toUpperCase() === 'ALL') ? 'none' : 'default',
    stopTimeoutS: Math.max(1, container.Config.StopTimeout ?? DEFAULT_STOP_S),
    health: {},
  });
  return { template, differences };
}

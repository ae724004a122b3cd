import { type ContainerCreateOptions, type MountConfig } from 'dockerode';
import { type CreateRequest } from '../container-runtime.ts';
import { encodeLabels } from '../container-labels.ts';
import { RuntimeFault } from '../runtime-fault.ts';
import { type TemplateMount } from '../../template/service-template.ts';
import { type ImageInspect } from './docker-schema.ts';
import { parsePort } from './port-mapping.ts';

/** Three files of 10 MB each: a chatty container cannot fill the disk. */
const LOG_LIMITS = { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } } as const;

const NANO = 1_000_000_000;
const PIDS_LIMIT = 4_096;

function mountOf(mount: TemplateMount, substitute: string | undefined): MountConfig[number] {
  const source = substitute ?? mount.source;
  const isBind = source.startsWith('/');
  return {
    Type: isBind ? 'bind' : 'volume',
    Source: source,
    Target: mount.target,
    ReadOnly: mount.readOnly,
    ...(isBind ? { BindOptions: { Propagation: 'rprivate' } } : {}),
  };
}

function portsOf(ports: readonly string[]): Pick<ContainerCreateOptions, 'ExposedPorts'> & {
  PortBindings: Record<string, { HostIp: string; HostPort: string }[]>;
} {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const port of ports.map(parsePort)) {
    const list = (bindings[port.containerPort] ??= []);
    list.push({ HostIp: port.hostIp, HostPort: String(port.hostPort) });
  }
  return { ExposedPorts: Object.fromEntries(Object.keys(bindings).map((key) => [key, {}])), PortBindings: bindings };
}

/** A volume that an image declares below one of our mounts would hide the data there: files written to it are lost. */
function assertVolumesFit(volumes: readonly string[], mounts: readonly TemplateMount[]): void {
  for (const volume of volumes) {
    const path = volume.replace(/\/+$/, '');
    const hidden = mounts.find((mount) => path.startsWith(`${mount.target}/`));
    if (hidden !== undefined) {
      throw new RuntimeFault(
        'start/create-failed',
        `the image declares a volume at ${volume}, inside the template's mount ${hidden.target}`,
      );
    }
  }
}

/**
 * The whole spec of a container: everything but the program and its defaults comes from the operator's template.
 * `reference` is the local name of the verified image.
 */
export function containerSpec(
  request: CreateRequest,
  reference: string,
  image: Pick<ImageInspect, 'Config'>,
): ContainerCreateOptions & { HostConfig: NonNullable<ContainerCreateOptions['HostConfig']> } {
  const { template } = request;
  assertVolumesFit(image.Config.Volumes, template.mounts);
  const { ExposedPorts, PortBindings } = portsOf(template.ports);
  return {
    name: request.name,
    Image: reference,
    Env: Object.entries(template.environment).map(([key, value]) => `${key}=${value}`),
    ...(template.command === undefined ? {} : { Cmd: template.command }),
    ...(template.user === undefined ? {} : { User: template.user }),
    Labels: encodeLabels(request.labels, image.Config.Labels),
    ...(ExposedPorts === undefined ? {} : { ExposedPorts }),
    StopTimeout: template.stopTimeoutS,
    HostConfig: {
      Mounts: template.mounts.map((mount) => mountOf(mount, request.volumes.get(mount.target))),
      NetworkMode: template.network,
      PortBindings,
      RestartPolicy: { Name: request.restartPolicy },
      Privileged: false,
      CapDrop: template.capabilities === 'none' ? ['ALL'] : [],
      SecurityOpt: ['no-new-privileges'],
      ReadonlyRootfs: template.readOnlyRootfs,
      ...(template.readOnlyRootfs && !template.mounts.some((mount) => mount.target === '/tmp')
        ? { Tmpfs: { '/tmp': 'rw,noexec,nosuid,nodev,size=64m' } }
        : {}),
      LogConfig: { Type: LOG_LIMITS.Type, Config: { ...LOG_LIMITS.Config } },
      PidsLimit: PIDS_LIMIT,
      ...(template.memoryBytes === undefined ? {} : { Memory: template.memoryBytes }),
      ...(template.cpus === undefined ? {} : { NanoCpus: Math.round(template.cpus * NANO) }),
    },
  };
}

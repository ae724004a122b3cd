import { normalize } from 'node:path/posix';
import { type ContainerCreateOptions } from 'dockerode';
import { RuntimeFault } from '../runtime-fault.ts';
import { AskedHostConfig, type ContainerInspect, type HostConfig } from './docker-schema.ts';

/** What decides whether a container may harm its host, read from a spec or from a container. */
export interface SpecView {
  privileged: boolean;
  capAdd: readonly string[];
  securityOpt: readonly string[];
  /** Mode by namespace, empty = a namespace of its own. */
  namespaces: { network: string; pid: string; ipc: string; uts: string; user: string };
  cgroupParent: string;
  runtime: string;
  deviceCount: number;
  volumesFrom: readonly string[];
  sysctls: readonly string[];
  groupAdd: readonly string[];
  autoRemove: boolean;
  publishAllPorts: boolean;
  oomKillDisabled: boolean;
  log: { type: string; options: Readonly<Record<string, string>> };
  binds: readonly string[];
}

function viewOfHost(host: HostConfig): Omit<SpecView, 'binds'> {
  return {
    privileged: host.Privileged,
    capAdd: host.CapAdd,
    securityOpt: host.SecurityOpt,
    namespaces: {
      network: host.NetworkMode,
      pid: host.PidMode,
      ipc: host.IpcMode,
      uts: host.UTSMode,
      user: host.UsernsMode,
    },
    cgroupParent: host.CgroupParent,
    runtime: host.Runtime,
    deviceCount: host.Devices.length + host.DeviceRequests.length + host.DeviceCgroupRules.length,
    volumesFrom: host.VolumesFrom,
    sysctls: Object.keys(host.Sysctls),
    groupAdd: host.GroupAdd,
    autoRemove: host.AutoRemove,
    publishAllPorts: host.PublishAllPorts,
    oomKillDisabled: host.OomKillDisable,
    log: { type: host.LogConfig.Type, options: host.LogConfig.Config },
  };
}

export function viewOfSpec(spec: ContainerCreateOptions): SpecView {
  const host = AskedHostConfig.parse(spec.HostConfig ?? {});
  return {
    ...viewOfHost(host),
    binds: [
      ...host.Mounts.filter((mount) => mount.Type !== 'volume').map((mount) => mount.Source),
      ...host.Binds.map((bind) => bind.split(':')[0] ?? ''),
    ],
  };
}

export function viewOfContainer(container: ContainerInspect): SpecView {
  return {
    ...viewOfHost(container.HostConfig),
    binds: container.Mounts.filter((mount) => mount.Type === 'bind').map((mount) => mount.Source),
  };
}

const NEVER_BOUND = ['/', '/proc', '/sys', '/dev', '/boot', '/etc', '/run', '/var/run', '/var/lib/docker', '/root'];
const OWN_IPC = new Set(['', 'none', 'private', 'shareable']);
const LOG_DRIVERS_WITH_LIMIT = new Set(['json-file', 'local']);

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

/** Why a host path must not be mounted, null when the operator listed it and nothing speaks against it. */
export function bindRefusal(source: string, allowedBinds: readonly string[]): string | null {
  const path = normalize(source).replace(/(?<=.)\/$/, '');
  if (!source.startsWith('/') || path !== source) return `host path ${source} is not a plain absolute path`;
  if (/\/(docker|containerd|podman|crio)[^/]*\.sock$/.test(path)) return `host path ${path} is a container socket`;
  if (NEVER_BOUND.includes(path)) return `host path ${path} is never mounted`;
  if (!allowedBinds.some((allowed) => isWithin(path, allowed))) return `host path ${path} is not in allowedBinds`;
  return null;
}

/** Everything about a container that security rule 7 forbids; empty when it is safe. */
export function unsafeReasons(view: SpecView, allowedBinds: readonly string[]): string[] {
  const { network, pid, ipc, uts, user } = view.namespaces;
  const checks: [boolean, string][] = [
    [view.privileged, 'it is privileged'],
    [view.capAdd.length > 0, `it adds capabilities ${view.capAdd.join(', ')}`],
    [!view.securityOpt.some((option) => /^no-new-privileges([:=]true)?$/.test(option)), 'it lacks no-new-privileges'],
    [view.securityOpt.some((option) => /unconfined|disable/.test(option)), 'it switches off a confinement'],
    [network === 'host' || network.startsWith('container:'), `its network namespace is ${network}`],
    [pid !== '' && pid !== 'private', `its process namespace is ${pid}`],
    [!OWN_IPC.has(ipc), `its IPC namespace is ${ipc}`],
    [uts !== '' && uts !== 'private', `its UTS namespace is ${uts}`],
    [user === 'host', 'its user namespace is the host’s'],
    [view.cgroupParent !== '', `its parent cgroup is ${view.cgroupParent}`],
    [view.deviceCount > 0, 'it asks for devices'],
    [view.volumesFrom.length > 0, 'it takes volumes from other containers'],
    [view.sysctls.length > 0, 'it sets sysctls'],
    [view.groupAdd.length > 0, 'it joins other groups'],
    [view.autoRemove, 'it removes itself'],
    [view.publishAllPorts, 'it publishes all ports'],
    [view.oomKillDisabled, 'it cannot be killed when memory runs out'],
    [
      !LOG_DRIVERS_WITH_LIMIT.has(view.log.type) || view.log.options['max-size'] === undefined,
      'its logs have no limit',
    ],
  ];
  return [
    ...checks.filter(([bad]) => bad).map(([, reason]) => reason),
    ...view.binds.map((source) => bindRefusal(source, allowedBinds)).filter((reason) => reason !== null),
  ];
}

/** Throws docker/unsafe-template with all reasons at once. */
export function assertSafeSpec(view: SpecView, allowedBinds: readonly string[], name: string): void {
  const reasons = unsafeReasons(view, allowedBinds);
  if (reasons.length === 0) return;
  throw new RuntimeFault('docker/unsafe-template', `container ${name} is refused: ${reasons.join('; ')}`);
}

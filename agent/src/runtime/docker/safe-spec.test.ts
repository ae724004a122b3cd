import { describe, expect, it } from 'vitest';
import { containerAnswer } from '../../testing/docker-answers.ts';
import { assertSafeSpec, bindRefusal, unsafeReasons, viewOfContainer, viewOfSpec } from './safe-spec.ts';

const SAFE = {
  SecurityOpt: ['no-new-privileges'],
  LogConfig: { Type: 'json-file', Config: { 'max-size': '10m' } },
  NetworkMode: 'bridge',
};
const ATTACKS: [string, object][] = [
  ['privileged', { Privileged: true }],
  ['an extra capability', { CapAdd: ['NET_ADMIN'] }],
  ['new privileges', { SecurityOpt: [] }],
  ['new privileges by name', { SecurityOpt: ['no-new-privileges=false'] }],
  ['no seccomp', { SecurityOpt: ['no-new-privileges', 'seccomp=unconfined'] }],
  ['no label', { SecurityOpt: ['no-new-privileges', 'label=disable'] }],
  ['the network of the host', { NetworkMode: 'host' }],
  ['the network of another', { NetworkMode: 'container:abc' }],
  ['the processes of the host', { PidMode: 'host' }],
  ['the memory of the host', { IpcMode: 'host' }],
  ['the name of the host', { UTSMode: 'host' }],
  ['the users of the host', { UsernsMode: 'host' }],
  ['a cgroup of its choice', { CgroupParent: '/system.slice' }],
  ['a device', { Devices: [{ PathOnHost: '/dev/sda' }] }],
  ['a GPU', { DeviceRequests: [{ Count: -1 }] }],
  ['a device rule', { DeviceCgroupRules: ['c *:* rwm'] }],
  ['volumes of others', { VolumesFrom: ['other'] }],
  ['sysctls', { Sysctls: { 'kernel.msgmax': '1' } }],
  ['the docker group', { GroupAdd: ['999'] }],
  ['removing itself', { AutoRemove: true }],
  ['all ports', { PublishAllPorts: true }],
  ['immunity from the OOM killer', { OomKillDisable: true }],
  ['logs without limit', { LogConfig: { Type: 'json-file', Config: {} } }],
  ['logs elsewhere', { LogConfig: { Type: 'syslog', Config: { 'max-size': '1' } } }],
];

describe('what a container may never have', () => {
  it.each(ATTACKS)('is refused in a spec and in a container: %s', (_title, change) => {
    expect(unsafeReasons(viewOfSpec({ HostConfig: { ...SAFE, ...change } }), [])).toHaveLength(1);
    expect(unsafeReasons(viewOfContainer(containerAnswer({ HostConfig: change })), [])).toHaveLength(1);
  });

  it('says everything at once, with the code of an unsafe template', () => {
    expect(unsafeReasons(viewOfSpec({ HostConfig: SAFE }), [])).toEqual([]);
    expect(() => {
      assertSafeSpec(viewOfSpec({ HostConfig: { ...SAFE, Privileged: true, PidMode: 'host' } }), [], 'oracle');
    }).toThrow(/oracle is refused: it is privileged; its process namespace is host/);
  });

  it('looks at binds in both of Docker’s forms and in a container', () => {
    const mount = { Type: 'bind' as const, Source: '/srv/a', Target: '/a' };
    expect(unsafeReasons(viewOfSpec({ HostConfig: { ...SAFE, Mounts: [mount] } }), [])).toHaveLength(1);
    expect(unsafeReasons(viewOfSpec({ HostConfig: { ...SAFE, Mounts: [mount] } }), ['/srv'])).toEqual([]);
    expect(unsafeReasons(viewOfSpec({ HostConfig: { ...SAFE, Binds: ['/srv/a:/a:ro'] } }), [])).toHaveLength(1);
    const bound = containerAnswer({ Mounts: [{ Type: 'bind', Source: '/srv/a', Destination: '/a', RW: true }] });
    expect(unsafeReasons(viewOfContainer(bound), [])).toHaveLength(1);
  });
});

describe('a host path', () => {
  it.each([
    ['/srv/noderr', null],
    ['/srv/noderr/data', null],
    ['/srv/noderrs', 'not in allowedBinds'],
    ['/srv/noderr/../x', 'not a plain'],
    ['/srv//noderr', 'not a plain'],
    ['/srv/noderr/', 'not a plain'],
    ['srv', 'not a plain'],
    ['/srv/noderr/docker.sock', 'container socket'],
    ['/run/containerd/containerd.sock', 'container socket'],
    ['/etc', 'never mounted'],
    ['/', 'never mounted'],
  ])('%s: %s', (path, refusal) => {
    const found = bindRefusal(path, ['/srv/noderr']);
    if (refusal === null) expect(found).toBeNull();
    else expect(found).toContain(refusal);
  });

  it('that is never mounted stays so where the operator lists all of the host', () => {
    expect(bindRefusal('/etc', ['/'])).toContain('never mounted');
    expect(bindRefusal('/srv/x', ['/'])).toBeNull();
  });
});

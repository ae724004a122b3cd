import { describe, expect, it } from 'vitest';
import { containerAnswer, imageAnswer } from '../testing/docker-answers.ts';
import { templateFaults } from './template-faults.ts';
import { ServiceTemplate } from './service-template.ts';
import { TemplateFile } from './template-file.ts';
import { templateFromContainer } from './template-from-container.ts';

const service = { service: 'oracle', containerName: 'oracle', health: {} };

function faultsOf(value: unknown): string[] {
  const parsed = TemplateFile.safeParse(value);
  return (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

describe('a template file', () => {
  it('lists the services of a node', () => {
    const [first] = TemplateFile.parse([service]);
    expect(first).toMatchObject({ network: 'bridge', capabilities: 'none', stopTimeoutS: 30, mounts: [] });
  });

  it('tells all faults at once, each with its place', () => {
    const faults = faultsOf([
      { ...service, stopTimeoutS: 0, colour: 'red', mounts: [{ source: 'a b', target: 'x' }] },
    ]).join('\n');
    expect(faults).toMatch(/0\.stopTimeoutS/);
    expect(faults).toMatch(/0\.mounts\.0\.target/);
    expect(faults).toMatch(/colour/);
  });

  const mounted = (...mounts: object[]): object[] => [{ ...service, mounts }];

  it.each([
    ['another form', {}],
    ['nothing', []],
    ['a service twice', [service, { ...service, containerName: 'other' }]],
    ['a name twice', [service, { ...service, service: 'feed' }]],
    ['a name that a swap needs', [service, { service: 'feed', containerName: 'oracle.next', health: {} }]],
    ['a target twice', mounted({ source: 'aa', target: '/d' }, { source: 'bb', target: '/d' })],
    ['a way up', mounted({ source: '/srv/../etc', target: '/d' })],
    ['a slash at its end', mounted({ source: 'aa', target: '/d/' })],
    ['keys in a backup', mounted({ source: 'aa', target: '/d', backup: true, neverRestore: true })],
    ['the network of the host', [{ ...service, network: 'host' }]],
    ['the network of another', [{ ...service, network: 'container:x' }]],
  ])('is refused with %s', (_title, value) => {
    expect(faultsOf(value)).not.toEqual([]);
  });

  it('is refused before a swap for what Docker would refuse in it', () => {
    const template = ServiceTemplate.parse({
      ...service,
      ports: ['x'],
      mounts: [{ source: '/srv/data', target: '/d' }],
    });
    expect(templateFaults([template], [])).toHaveLength(2);
    expect(templateFaults([{ ...template, ports: ['80:80'] }], ['/srv'])).toEqual([]);
  });
});

describe('a template made from a running container', () => {
  it('is the same container again where it was safe', () => {
    const container = containerAnswer({
      Config: { Env: ['PATH=/bin', 'KEY=a=b'], Cmd: ['run'], User: '1000' },
      HostConfig: {
        NetworkMode: 'default',
        Memory: 1_000,
        NanoCpus: 500_000_000,
        PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }], '81/udp': [{ HostIp: '::1', HostPort: '81' }] },
      },
      Mounts: [
        { Type: 'volume', Name: 'life', Source: '/x', Destination: '/data', RW: true },
        { Type: 'bind', Source: '/srv/conf', Destination: '/conf', RW: false },
      ],
    });
    const { template, differences } = templateFromContainer(container, imageAnswer(), {
      service: 'oracle',
      allowedBinds: ['/srv'],
    });
    expect(differences).toEqual([]);
    expect(template).toMatchObject({
      containerName: 'oracle',
      environment: { KEY: 'a=b' },
      command: ['run'],
      user: '1000',
      network: 'bridge',
      ports: ['0.0.0.0:8080:80/tcp', '[::1]:81:81/udp'],
      mounts: [
        { source: 'life', target: '/data', backup: true, readOnly: false },
        { source: '/srv/conf', target: '/conf', backup: false, readOnly: true },
      ],
      memoryBytes: 1_000,
      cpus: 0.5,
      capabilities: 'none',
      stopTimeoutS: 30,
    });
  });

  it('says in words all that a template cannot or will not give', () => {
    const container = containerAnswer({
      Config: { Entrypoint: ['/other'], StopTimeout: null },
      HostConfig: {
        Privileged: true,
        CapAdd: ['SYS_ADMIN'],
        CapDrop: [],
        Devices: [{}],
        PidMode: 'host',
        IpcMode: 'host',
        NetworkMode: 'host',
        VolumesFrom: ['other'],
        GroupAdd: ['docker'],
        Sysctls: { a: 'b' },
        SecurityOpt: [],
        LogConfig: { Type: 'json-file', Config: {} },
        PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '' }] },
      },
      Mounts: [
        { Type: 'tmpfs', Destination: '/tmp', RW: true },
        { Type: 'volume', Name: 'validator-keys', Destination: '/keys', RW: true },
        { Type: 'bind', Source: '/var/run/docker.sock', Destination: '/sock', RW: true },
      ],
    });
    const { template, differences } = templateFromContainer(container, imageAnswer(), {
      service: 'oracle',
      allowedBinds: [],
    });
    expect(differences).toHaveLength(16);
    expect(template).toMatchObject({ network: 'bridge', capabilities: 'default', stopTimeoutS: 10, ports: [] });
    expect(template.mounts[0]).toMatchObject({ target: '/keys', backup: false, neverRestore: true });
  });

  it('says when the image is gone', () => {
    const { differences } = templateFromContainer(containerAnswer(), null, { service: 'oracle', allowedBinds: [] });
    expect(differences).toEqual([expect.stringMatching(/image is gone/)]);
  });
});

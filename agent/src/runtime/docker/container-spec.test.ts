import { Hex32, NodeId } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { ServiceTemplate } from '../../template/service-template.ts';
import { containerAnswer, imageAnswer } from '../../testing/docker-answers.ts';
import { type CreateRequest } from '../container-runtime.ts';
import { containerSpec } from './container-spec.ts';
import { unsafeReasons, viewOfSpec } from './safe-spec.ts';
import { specDifferences } from './spec-difference.ts';

const REFERENCE = 'registry.example/noderr/oracle@sha256:0a';

function request(changes: object = {}, volumes: [string, string][] = []): CreateRequest {
  const template = ServiceTemplate.parse({ service: 'oracle', containerName: 'oracle', health: {}, ...changes });
  return {
    name: 'oracle.next',
    image: { host: 'registry.example', repository: 'noderr/oracle', digest: Hex32.parse(`0x${'0a'.repeat(32)}`) },
    template,
    labels: {
      nodeId: NodeId.parse(`0x${'11'.repeat(32)}`),
      service: 'oracle',
      releaseId: null,
      attemptId: null,
      data: 'compatible',
    },
    restartPolicy: 'no',
    volumes: new Map(volumes),
  };
}

describe('the spec of a container', () => {
  it('is the template’s and safe', () => {
    const spec = containerSpec(
      request(
        {
          environment: { A: '1' },
          command: ['run'],
          user: '1000',
          ports: ['8080:80', '0.0.0.0:9000:9000/udp', '127.0.0.1:8081:80'],
          mounts: [
            { source: 'life', target: '/data' },
            { source: '/srv/noderr/config', target: '/config', readOnly: true },
          ],
          memoryBytes: 1_000_000,
          cpus: 1.5,
        },
        [['/data', 'noderr-oracle-fresh']],
      ),
      REFERENCE,
      imageAnswer(),
    );
    expect(spec).toMatchObject({
      name: 'oracle.next',
      Image: REFERENCE,
      Env: ['A=1'],
      Cmd: ['run'],
      User: '1000',
      ExposedPorts: { '80/tcp': {}, '9000/udp': {} },
      HostConfig: {
        Memory: 1_000_000,
        NanoCpus: 1_500_000_000,
        CapDrop: ['ALL'],
        PortBindings: {
          '80/tcp': [
            { HostIp: '127.0.0.1', HostPort: '8080' },
            { HostIp: '127.0.0.1', HostPort: '8081' },
          ],
          '9000/udp': [{ HostIp: '0.0.0.0', HostPort: '9000' }],
        },
        Mounts: [
          { Type: 'volume', Source: 'noderr-oracle-fresh', Target: '/data', ReadOnly: false },
          { Type: 'bind', Source: '/srv/noderr/config', Target: '/config', ReadOnly: true },
        ],
      },
    });
    expect(unsafeReasons(viewOfSpec(spec), ['/srv/noderr'])).toEqual([]);
  });

  it('keeps Docker’s own capabilities only where the template says so, and gives a read-only root a /tmp', () => {
    const plain = containerSpec(request({ capabilities: 'default', readOnlyRootfs: true }), REFERENCE, imageAnswer());
    expect(plain.HostConfig).toMatchObject({
      CapDrop: [],
      ReadonlyRootfs: true,
      Tmpfs: { '/tmp': expect.any(String) as string },
    });
    const mounted = { readOnlyRootfs: true, mounts: [{ source: 'scratch', target: '/tmp' }] };
    expect(containerSpec(request(mounted), REFERENCE, imageAnswer()).HostConfig.Tmpfs).toBeUndefined();
  });

  it.each([
    ['below a mount', '/data/keys', true],
    ['below a mount, with a slash', '/data/keys/', true],
    ['at a mount', '/data', false],
    ['beside a mount', '/database', false],
  ])('refuses a volume of the image only %s', (_title, volume, refused) => {
    const make = (): unknown =>
      containerSpec(
        request({ mounts: [{ source: 'life', target: '/data' }] }),
        REFERENCE,
        imageAnswer({ Volumes: { [volume]: {} } }),
      );
    if (refused) expect(make).toThrow(expect.objectContaining({ code: 'start/create-failed' }));
    else expect(make).not.toThrow();
  });

  it.each(['x:80', '80', '0:80', '8080:70000', '999.1.1.1:80:80', '8080:80/sctp', '[::zz]:80:80'])(
    'refuses the port mapping %s',
    (port) => {
      expect(() => containerSpec(request({ ports: [port] }), REFERENCE, imageAnswer())).toThrow(
        expect.objectContaining({ code: 'docker/unsafe-template' }),
      );
    },
  );
});

describe('a container beside what was asked for', () => {
  const spec = containerSpec(request({ mounts: [{ source: 'life', target: '/data' }] }), REFERENCE, imageAnswer());
  const volume = { Type: 'volume', Name: 'life', Source: '/x', Destination: '/data', RW: true };
  const labels = { ...spec.Labels };

  it('is the same, whatever dockerd adds for the image’s own volumes', () => {
    const scratch = { Type: 'volume', Name: 'f00', Source: '/y', Destination: '/scratch', RW: true };
    const image = imageAnswer({ Volumes: { '/scratch': {} } });
    const got = containerAnswer({
      Config: { Labels: labels },
      Mounts: [volume, scratch],
      HostConfig: { CapDrop: ['CAP_ALL'] },
    });
    expect(specDifferences(spec, got, image)).toEqual([]);
  });

  it.each([
    ['image', { Image: 'sha256:other' }],
    ['user', { Config: { Labels: labels, User: '0' } }],
    ['network', { HostConfig: { NetworkMode: 'host' } }],
    ['dropped capabilities', { HostConfig: { CapDrop: [] } }],
    ['restart policy', { HostConfig: { RestartPolicy: { Name: 'always' } } }],
    ['published ports', { HostConfig: { PortBindings: { '80/tcp': null } } }],
    ['mounts', { Mounts: [] }],
    ['mounts', { Mounts: [volume, { ...volume, Destination: '/more' }] }],
    ['labels', { Config: { Labels: {} } }],
  ])('differs in %s', (what, change) => {
    const got = containerAnswer({ Config: { Labels: labels }, Mounts: [volume], ...change });
    const found = specDifferences(spec, got, imageAnswer());
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(what);
  });
});

import { ReleaseId } from '@noderr/protocol';
import Docker from 'dockerode';
import { beforeAll, expect, it } from 'vitest';
import { type ImageReference } from '../../src/runtime/container-runtime.ts';
import { createDockerRuntime, type DockerRuntime } from '../../src/runtime/docker-runtime.ts';
import { type BusyboxImage } from '../../src/testing/busybox-image.ts';
import { describeOnDocker, eventually, NODE_ID, request, template } from './on-docker.ts';

await describeOnDocker('hostile images and templates on a real dockerd', (lab) => {
  let runtime: DockerRuntime;
  let docker: Docker;

  async function pulled(image: BusyboxImage): Promise<ImageReference> {
    const pushed = await lab().push(image);
    await runtime.pull(pushed, () => undefined, new AbortController().signal);
    return pushed;
  }

  async function remove(...names: string[]): Promise<void> {
    for (const name of names) await docker.getContainer(name).remove({ force: true, v: true });
  }

  beforeAll(() => {
    runtime = createDockerRuntime({ endpoint: lab().dockerd.endpoint, allowedBinds: ['/srv/noderr'] });
    docker = new Docker({ socketPath: lab().dockerd.socketPath });
  });

  it('does not believe labels that an image brings along', async () => {
    const image = await pulled({
      repository: 'evil/labels',
      release: '1',
      config: {
        labels: {
          'io.noderr.node': NODE_ID,
          'io.noderr.service': 'oracle',
          'io.noderr.release': '99',
          'io.noderr.attempt': '',
          'io.noderr.data': 'compatible',
          'com.docker.compose.project': 'foreign',
        },
      },
    });
    await docker.createContainer({
      name: 'bystander',
      Image: `${image.host}/${image.repository}@sha256:${image.digest.slice(2)}`,
    });
    expect(await runtime.list(NODE_ID, [])).toEqual([]);
    expect(await runtime.list(NODE_ID, ['bystander'])).toMatchObject([{ labels: null, foreignOwner: null }]);
    const ours = await runtime.create(
      request(image, {
        labels: {
          nodeId: `0x${'22'.repeat(32)}`,
          service: 'oracle',
          releaseId: ReleaseId.parse(3),
          attemptId: null,
          data: 'restore',
        },
      }),
    );
    expect(ours).toMatchObject({ labels: { nodeId: `0x${'22'.repeat(32)}`, releaseId: 3 }, foreignOwner: null });
    await remove('bystander', 'oracle');
  });

  it('refuses a volume of the image that would hide data below a mount', async () => {
    const image = await pulled({ repository: 'evil/volume', release: '1', config: { volumes: ['/data/keys'] } });
    const mounted = template({ mounts: [{ source: 'life', target: '/data' }] });
    await expect(runtime.create(request(image, { template: mounted }))).rejects.toMatchObject({
      code: 'start/create-failed',
    });
    expect(await runtime.list(NODE_ID, ['oracle'])).toEqual([]);
  });

  it('gives a volume that the image declares elsewhere back when the container goes', async () => {
    const image = await pulled({ repository: 'evil/scratch', release: '1', config: { volumes: ['/scratch'] } });
    const before = (await docker.listVolumes()).Volumes.length;
    const { id } = await runtime.create(request(image));
    await runtime.start(id);
    expect((await docker.listVolumes()).Volumes.length).toBe(before + 1);
    await runtime.stop(id, 1);
    await runtime.remove(id);
    expect((await docker.listVolumes()).Volumes.length).toBe(before);
  });

  it.each([
    ['an entry point that does not exist', { entrypoint: ['/no-such-program'] }],
    ['an entry point that is no program', { entrypoint: ['/tmp'] }],
    ['an unknown user', { user: 'nobody-knows' }],
  ])('blames the release for %s', async (title, config) => {
    const image = await pulled({ repository: 'evil/entry', release: title, config });
    const { id } = await runtime.create(request(image));
    await expect(runtime.start(id)).rejects.toMatchObject({ code: 'start/create-failed' });
    expect((await runtime.inspect(id))?.state).not.toBe('running');
    await remove('oracle');
  });

  it.each([
    ['crash', 7],
    ['exit', 0],
  ])('tells how a container ended that does %s', async (mode, exitCode) => {
    const image = await pulled({ repository: `evil/${mode}`, release: '1', mode });
    const { id } = await runtime.create(request(image));
    await runtime.start(id);
    await eventually(async () => (await runtime.inspect(id))?.state === 'exited', 'the container ends');
    expect(await runtime.inspect(id)).toMatchObject({ exitCode, restartCount: 0 });
    await remove('oracle');
  });

  it('takes every capability and new privilege from an image that wants to be root', async () => {
    const image = await pulled({ repository: 'evil/root', release: '1', config: { user: '0' } });
    const { id } = await runtime.create(request(image));
    await runtime.start(id);
    const { output } = await runtime.exec(
      id,
      ['/bin/busybox', 'grep', '-E', '^(CapEff|NoNewPrivs)', '/proc/1/status'],
      10_000,
    );
    expect(output).toMatch(/CapEff:\t0000000000000000/);
    expect(output).toMatch(/NoNewPrivs:\t1/);
    await remove('oracle');
  });

  it.each([
    ['the Docker socket', { mounts: [{ source: '/var/run/docker.sock', target: '/sock' }] }],
    ['the root of the host', { mounts: [{ source: '/etc', target: '/host' }] }],
    ['a folder that is not listed', { mounts: [{ source: '/srv/noderr-else', target: '/x' }] }],
  ])('never creates a container with %s', async (_title, changes) => {
    const image = await pulled({ repository: 'plain/service', release: '1' });
    await expect(runtime.create(request(image, { template: template(changes) }))).rejects.toMatchObject({
      code: 'docker/unsafe-template',
    });
    expect(await runtime.list(NODE_ID, ['oracle'])).toEqual([]);
  });

  it('stops a container that was made unsafe behind its back before it ever ran', async () => {
    const image = await pulled({ repository: 'plain/service', release: '1' });
    const made = await docker.createContainer({
      name: 'oracle',
      Image: `${image.host}/${image.repository}@sha256:${image.digest.slice(2)}`,
      Labels: {
        'io.noderr.node': NODE_ID,
        'io.noderr.service': 'oracle',
        'io.noderr.release': '1',
        'io.noderr.attempt': '',
        'io.noderr.data': 'compatible',
      },
      HostConfig: { PidMode: 'host', CapAdd: ['NET_ADMIN'] },
    });
    await expect(runtime.start(made.id)).rejects.toMatchObject({ code: 'docker/unsafe-template' });
    expect((await runtime.inspect(made.id))?.state).toBe('exited');
    await remove('oracle');
  });
});

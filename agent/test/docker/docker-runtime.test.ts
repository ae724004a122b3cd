import { AttemptId, Hex32, ReleaseId } from '@noderr/protocol';
import Docker from 'dockerode';
import { beforeAll, expect, it } from 'vitest';
import { type ImageReference } from '../../src/runtime/container-runtime.ts';
import { createDockerRuntime, type DockerRuntime } from '../../src/runtime/docker-runtime.ts';
import { describeOnDocker, eventually, NODE_ID, request, template } from './on-docker.ts';

await describeOnDocker('the Docker runtime on a real dockerd', (lab) => {
  let runtime: DockerRuntime;
  let docker: Docker;
  let image: ImageReference;
  const quiet = new AbortController().signal;

  beforeAll(async () => {
    runtime = createDockerRuntime({ endpoint: lab().dockerd.endpoint, reconnectMs: 15_000 });
    docker = new Docker({ socketPath: lab().dockerd.socketPath });
    image = await lab().push({ repository: 'noderr/oracle', release: '1.0.0' });
    await runtime.pull(image, () => undefined, quiet);
  });

  async function gone(...names: string[]): Promise<void> {
    for (const name of names)
      await docker
        .getContainer(name)
        .remove({ force: true, v: true })
        .catch(() => null);
  }

  it('pulls by digest with progress and knows the image by that digest alone', async () => {
    const other = await lab().push({ repository: 'noderr/other', release: '1.0.1', ballastBytes: 65_536 });
    expect(await runtime.hasImage(other)).toBe(false);
    const layers = new Set<string>();
    await runtime.pull(other, (progress) => layers.add(progress.layer), quiet);
    expect(await runtime.hasImage(other)).toBe(true);
    expect(await runtime.hasImage({ ...other, host: 'elsewhere.example' })).toBe(true);
    expect(await runtime.hasImage({ ...other, digest: Hex32.parse(`0x${'ab'.repeat(32)}`) })).toBe(false);
    expect(layers.size).toBeGreaterThan(0);
    expect(await runtime.freeBytes()).toBeGreaterThan(0);
  });

  it('keeps a pinned image through a prune and lets it go once unpinned', async () => {
    const kept = await lab().push({ repository: 'noderr/kept', release: '2.0.0' });
    const loose = await lab().push({ repository: 'noderr/loose', release: '2.0.1' });
    for (const entry of [kept, loose]) await runtime.pull(entry, () => undefined, quiet);
    await runtime.pin(kept);
    await runtime.pin(kept);
    await runtime.pin(image);
    await docker.pruneImages();
    expect(await runtime.hasImage(kept)).toBe(true);
    expect(await runtime.hasImage(loose)).toBe(false);
    await runtime.unpin(kept);
    await runtime.unpin(kept);
    expect(await runtime.hasImage(kept)).toBe(false);
  });

  it('asks the mirrors in turn when the first registry does not have the image', async () => {
    const mirrored = createDockerRuntime({
      endpoint: lab().dockerd.endpoint,
      mirrors: ['127.0.0.1:1', lab().registry.host],
    });
    const wanted = await lab().push({ repository: 'noderr/mirrored', release: '3.0.0' });
    await mirrored.pull({ ...wanted, host: '127.0.0.1:2' }, () => undefined, quiet);
    expect(await mirrored.hasImage(wanted)).toBe(true);
  });

  it('names what a registry did: not there, or not answering', async () => {
    const unknown = { ...image, digest: Hex32.parse(`0x${'cd'.repeat(32)}`) };
    await expect(runtime.pull(unknown, () => undefined, quiet)).rejects.toMatchObject({ code: 'registry/refused' });
    await expect(runtime.pull({ ...unknown, host: '127.0.0.1:1' }, () => undefined, quiet)).rejects.toMatchObject({
      code: 'registry/unreachable',
    });
  });

  it('ends a pull with the reason of its signal', async () => {
    const reason = new Error('paused');
    await expect(runtime.pull(image, () => undefined, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('creates from the template, runs by digest, and tells what runs where', async () => {
    const created = await runtime.create(
      request(image, {
        template: template({ environment: { COLOUR: 'blue' }, mounts: [{ source: 'life', target: '/data' }] }),
        labels: {
          nodeId: NODE_ID,
          service: 'oracle',
          releaseId: ReleaseId.parse(7),
          attemptId: AttemptId.parse('9b2f5f0e-3c46-4d9c-9f0f-0a3c2d1e4f50'),
          data: 'restore',
        },
      }),
    );
    expect(created).toMatchObject({
      name: 'oracle',
      state: 'created',
      startedAt: null,
      imageDigest: image.digest,
      restartPolicy: 'no',
      foreignOwner: null,
      labels: { releaseId: 7, data: 'restore' },
    });
    await runtime.start(created.id);
    await runtime.start(created.id);
    const running = await runtime.inspect(created.id);
    expect(running?.state).toBe('running');
    const answer = await eventually(async () => {
      const reply = await fetch(`http://${running?.address ?? ''}:8080/health`);
      return reply.ok ? reply.text() : null;
    }, 'the service answers at its own address');
    expect(answer).toBe('ok\n');
    expect(await runtime.exec(created.id, ['/bin/sh', '-c', 'echo $COLOUR; exit 3'], 10_000)).toEqual({
      exitCode: 3,
      output: 'blue\n',
    });
    const slow = [
      '/bin/sh',
      '-c',
      'echo run >> /tmp/runs; until [ -e /tmp/end ]; do /bin/busybox sleep 1; done; /bin/busybox cat /tmp/runs',
    ];
    expect((await runtime.exec(created.id, slow, 5_000)).exitCode).toBe(124);
    const again = await runtime.exec(created.id, slow, 5_000);
    expect(again).toEqual({ exitCode: 124, output: 'its last run has not ended yet' });
    await runtime.exec(created.id, ['/bin/busybox', 'touch', '/tmp/end'], 10_000);
    const ended = await eventually(async () => {
      const result = await runtime.exec(created.id, slow, 10_000);
      return result.exitCode === 0 && result.output;
    }, 'a command whose last run has ended is run again');
    expect(ended).toBe('run\nrun\n');
    expect(await runtime.logTail(created.id, 1_000)).toBe('service 1.0.0 starts\n');
    await runtime.setRestartPolicy(created.id, 'unless-stopped');
    await runtime.rename(created.id, 'oracle.next');
    await runtime.rename(created.id, 'oracle.next');
    expect(await runtime.list(NODE_ID, ['oracle'])).toMatchObject([
      { name: 'oracle.next', restartPolicy: 'unless-stopped', state: 'running' },
    ]);
    await expect(runtime.remove(created.id)).rejects.toMatchObject({ code: 'docker/failed' });
    await runtime.setRestartPolicy(created.id, 'no');
    await runtime.stop(created.id, 2);
    await runtime.stop(created.id, 2);
    expect(await runtime.inspect(created.id)).toMatchObject({ state: 'exited', address: null });
    await runtime.remove(created.id);
    await runtime.remove(created.id);
    expect(await runtime.inspect(created.id)).toBeNull();
    expect((await docker.listVolumes()).Volumes.map((volume) => volume.Name)).toContain('life');
  });

  it('kills what hangs in its stop', async () => {
    const { id } = await runtime.create(request(image, { template: template({ environment: { MODE: 'hang' } }) }));
    await runtime.start(id);
    await eventually(async () => (await runtime.logTail(id, 100)).includes('starts'), 'the service has begun');
    await runtime.stop(id, 1);
    expect(await runtime.inspect(id)).toMatchObject({ state: 'exited', exitCode: 137 });
    await gone('oracle');
  });

  it('takes an interrupted create up again and refuses a name that belongs to a stranger', async () => {
    const first = await runtime.create(request(image));
    const again = await runtime.create(request(image));
    expect(again.id).toBe(first.id);
    const other = request(image, {
      labels: {
        nodeId: NODE_ID,
        service: 'oracle',
        releaseId: ReleaseId.parse(2),
        attemptId: null,
        data: 'compatible',
      },
    });
    await expect(runtime.create(other)).rejects.toMatchObject({ code: 'docker/name-taken' });
    await gone('oracle');
    await docker.createContainer({
      name: 'oracle',
      Image: `${image.host}/${image.repository}@sha256:${image.digest.slice(2)}`,
    });
    await expect(runtime.create(request(image))).rejects.toMatchObject({ code: 'docker/name-taken' });
    const [stranger] = await runtime.list(NODE_ID, ['oracle']);
    expect(stranger).toMatchObject({ name: 'oracle', labels: null });
    const mine = await runtime.create(request(image, { name: 'oracle.next' }));
    await expect(runtime.rename(mine.id, 'oracle')).rejects.toMatchObject({ code: 'docker/name-taken' });
    await gone('oracle', 'oracle.next');
  });

  it('says that an image is not here before it creates anything', async () => {
    const absent = { ...image, digest: Hex32.parse(`0x${'ef'.repeat(32)}`) };
    await expect(runtime.create(request(absent))).rejects.toMatchObject({ code: 'docker/failed' });
  });

  it('sees who else owns a container', async () => {
    await docker.createContainer({
      name: 'composed',
      Image: `${image.host}/${image.repository}@sha256:${image.digest.slice(2)}`,
      Labels: { 'com.docker.compose.project': 'home' },
    });
    expect(await runtime.list(NODE_ID, ['composed'])).toMatchObject([{ foreignOwner: 'compose project home' }]);
    await gone('composed');
  });
});

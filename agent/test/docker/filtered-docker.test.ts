import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDockerRuntime, type DockerRuntime } from '../../src/runtime/docker-runtime.ts';
import { type DockerFilter, startDockerFilter } from './docker-filter.ts';
import { describeOnDocker, NODE_ID, request, template } from './on-docker.ts';

await describeOnDocker('Docker behind the rules of the composed stack', (lab) => {
  const quiet = new AbortController().signal;
  let filter: DockerFilter;
  let runtime: DockerRuntime;

  beforeAll(async () => {
    filter = await startDockerFilter(lab().dockerd.socketPath);
    runtime = createDockerRuntime({ endpoint: filter.endpoint });
  });
  afterAll(() => {
    filter.close();
  });

  it('does all that an agent asks of it, and has no rule for a method that agents do not use', async () => {
    await runtime.ping(quiet);
    expect(await runtime.freeBytes()).toBeGreaterThan(0);
    const image = await lab().push({ repository: 'noderr/oracle', release: '1.0.0' });
    await runtime.pull(image, () => undefined, quiet);
    await runtime.pin(image);
    const mounted = template({ mounts: [{ source: 'life', target: '/data' }] });
    const { id } = await runtime.create(request(image, { template: mounted }));
    await runtime.start(id);
    const command = ['/bin/busybox', 'sh', '-c', 'echo kept > /data/row; echo said'];
    expect(await runtime.exec(id, command, 20_000)).toEqual({ exitCode: 0, output: 'said\n' });
    await runtime.setRestartPolicy(id, 'unless-stopped');
    await runtime.rename(id, 'oracle-before');
    await runtime.stop(id, 1);
    expect(await runtime.logTail(id, 1_000)).toBeTypeOf('string');
    for await (const line of runtime.followLogs(id, { sinceMs: 0 }, quiet)) expect(line.text).toBeTypeOf('string');
    expect(await runtime.list(NODE_ID, ['oracle-before'])).toHaveLength(1);
    await runtime.createVolume('restored', await runtime.readMount(id, '/data', quiet), image, quiet);
    await runtime.removeVolume('restored');
    await runtime.remove(id);
    await runtime.unpin(image);
    expect(filter.refused).toEqual([]);
    const used = new Set(filter.passed.map((asked) => asked.split(' ')[0]));
    expect(filter.methods.toSorted()).toEqual([...used].toSorted());
  });

  it.each([
    ['GET', '/v1.44/events'],
    ['GET', '/v1.44/containers/oracle/export'],
    ['GET', '/v1.44/secrets'],
    ['POST', '/v1.44/build'],
    ['POST', '/v1.44/containers/oracle/attach'],
    ['POST', '/v1.44/images/load'],
    ['POST', '/v1.44/networks/create'],
    ['POST', '/v1.44/volumes/prune'],
    ['POST', '/v1.44/swarm/init'],
    ['POST', '/v1.44/plugins/pull'],
    ['DELETE', '/v1.44/networks/noderr-demo'],
  ])('refuses %s %s', (method, path) => {
    expect(filter.allows(method, path)).toBe(false);
  });
});

import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createDockerRuntime } from '../../src/runtime/docker-runtime.ts';
import { describeOnDocker, NODE_ID, request } from './on-docker.ts';

await describeOnDocker('a daemon that goes away', (lab) => {
  const quiet = new AbortController().signal;

  it('is found again by the call that was waiting for it, with containers and images as they were', async () => {
    const { dockerd } = lab();
    const runtime = createDockerRuntime({ endpoint: dockerd.endpoint, reconnectMs: 60_000 });
    const image = await lab().push({ repository: 'noderr/oracle', release: '1.0.0' });
    await runtime.pull(image, () => undefined, quiet);
    const { id } = await runtime.create(request(image));
    await runtime.start(id);
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await dockerd.stop(signal);
      const waiting = runtime.list(NODE_ID, ['oracle']);
      await delay(300);
      await dockerd.start();
      expect(await waiting).toMatchObject([{ id, name: 'oracle' }]);
      await runtime.start(id);
      expect((await runtime.inspect(id))?.state).toBe('running');
    }
    expect(await runtime.hasImage(image)).toBe(true);
  });

  it('is reported as unreachable once the wait is over, and a stop that it cuts off is finished later', async () => {
    const { dockerd } = lab();
    const impatient = createDockerRuntime({ endpoint: dockerd.endpoint, reconnectMs: 100 });
    const patient = createDockerRuntime({ endpoint: dockerd.endpoint, reconnectMs: 60_000 });
    const [running] = await patient.list(NODE_ID, ['oracle']);
    const id = running?.id ?? '';
    const stopping = patient.stop(id, 5);
    await dockerd.stop('SIGKILL');
    await expect(impatient.ping()).rejects.toMatchObject({ code: 'docker/unreachable' });
    await expect(impatient.inspect(id)).rejects.toMatchObject({ code: 'docker/unreachable' });
    await dockerd.start();
    await stopping;
    expect(['exited', 'dead']).toContain((await impatient.inspect(id))?.state);
  });

  it('ends a pull in the middle with a fault, not with a call that never returns', async () => {
    const { dockerd } = lab();
    const runtime = createDockerRuntime({ endpoint: dockerd.endpoint, reconnectMs: 60_000 });
    const image = await lab().push({ repository: 'noderr/cut', release: '1.0.1' });
    const pulling = runtime.pull(image, () => undefined, quiet);
    const outcome = pulling.then(
      () => 'pulled',
      (error: unknown) => error,
    );
    await dockerd.restart('SIGKILL');
    expect(['pulled', expect.objectContaining({ name: 'RuntimeFault' })]).toContainEqual(await outcome);
    await runtime.pull(image, () => undefined, quiet);
    expect(await runtime.hasImage(image)).toBe(true);
  });
});

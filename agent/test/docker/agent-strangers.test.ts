import { ociDigest } from '@noderr/protocol';
import { beforeAll, expect, it } from 'vitest';
import { createDockerRuntime } from '../../src/runtime/docker-runtime.ts';
import { describeOnUpdateLab, NODE_NAME } from './on-update-lab.ts';

await describeOnUpdateLab('a whole agent leaves strangers alone', (here, lab) => {
  let foreignImage: string;

  beforeAll(async () => {
    const { world, node } = here();
    const foreign = await lab().push({ repository: 'somebody/else', release: '0.0.1' });
    const runtime = createDockerRuntime({ endpoint: lab().dockerd.endpoint });
    await runtime.pull(foreign, () => undefined, new AbortController().signal);
    foreignImage = `${foreign.host}/${foreign.repository}@${ociDigest(foreign.digest)}`;
    const image = await world.signed();
    await node.runs(await world.publish(image), image);
  });

  it('that hold the name of the next container: docker/name-taken', async () => {
    const { world, node } = here();
    const before = await node.running();
    const stranger = await world.docker.placeStranger(`${NODE_NAME}.next`, foreignImage);
    const image = await world.signed();
    const id = await world.publish(image);
    expect(await node.refuses(id, 'docker/name-taken', before)).toContain(`${NODE_NAME}.next`);
    expect(await world.docker.see(stranger.id)).toEqual(stranger);

    // Not the release's fault: once the name is free, it is taken.
    await world.docker.remove(stranger.id);
    await node.ask({ do: 'retry' });
    await node.runs(id, image);
  });

  it('that took the name of the running container: docker/name-taken, until it is free again', async () => {
    const { world, node } = here();
    const before = await node.running();
    await world.docker.rename(before.id, 'moved-away');
    const stranger = await world.docker.placeStranger(NODE_NAME, foreignImage);
    const { trouble } = await node.until(
      'the trouble is seen',
      (status) => status.trouble?.code === 'docker/name-taken',
    );
    expect(trouble?.detail).toBe(`${NODE_NAME} belongs to a stranger`);
    expect(await world.docker.see(stranger.id)).toEqual(stranger);
    expect(await world.docker.see(before.id)).toEqual({ ...before, name: 'moved-away' });

    await world.docker.remove(stranger.id);
    await expect.poll(() => world.docker.see(NODE_NAME), { timeout: 120_000 }).toEqual(before);
  });

  it('that were there before the agent: the node is unmanaged', async () => {
    const { world } = here();
    const stranger = await world.docker.placeStranger('lonely', foreignImage);
    const other = await world.startNode('lonely');
    const { detail, committed } = await other.until('unmanaged', ({ state }) => state === 'unmanaged');
    expect(detail).toBe('the image that runs here is not known to the chain');
    expect(committed).toBeNull();
    await other.looksAtTheChain(2);
    expect(other.events()).toEqual([]);
    expect(await world.docker.see('lonely')).toEqual(stranger);
  });
});

import { expect, it } from 'vitest';
import { type Sighting } from './docker-witness.ts';
import { describeOnUpdateLab, NODE_NAME } from './on-update-lab.ts';
import { type TestImage } from './test-publisher.ts';
import { expectWholeStories } from './whole-stories.ts';

await describeOnUpdateLab('a whole agent on a real dockerd, registry and chain', (here) => {
  let first: Sighting;
  let firstImage: TestImage;

  it('installs the first release: docker inspect shows the digest that is on the chain', async () => {
    const { world, node } = here();
    firstImage = await world.signed();
    first = await node.runs(await world.publish(firstImage), firstImage);
    expect(first.digests).toContain(await world.digestOnChain());
  });

  it('swaps to the second: its container takes the name, the old one is kept, stopped, as it was', async () => {
    const { world, node } = here();
    const image = await world.signed();
    const second = await node.runs(await world.publish(image, { promote: true }), image);
    expect(second.digests).toContain(await world.digestOnChain());
    expect(second.id).not.toBe(first.id);
    const kept = await world.docker.see(first.id);
    expect(kept).toMatchObject({ status: 'exited', restartPolicy: 'no', digests: first.digests });
    expect(await world.docker.names()).toEqual([NODE_NAME, kept?.name]);
  });

  it.each([
    { what: 'does not answer its health checks', behaviour: 'sick', code: 'health/http-status' },
    { what: 'ends as soon as it is started', behaviour: 'crash', code: 'start/exited' },
  ] as const)('returns to the very container that ran before when a release $what', async ({ behaviour, code }) => {
    const { world, node } = here();
    const before = await node.running();
    const since = new Date();
    const id = await world.publish(await world.signed(behaviour));
    const outcome = await node.tried(id);
    expect(outcome).toMatchObject({ outcome: 'rolled-back', code, rollbackMs: expect.any(Number) as number });
    expect(outcome.logTail).toContain(`release ${id} starts`);
    // It really ran, before the old one came back.
    const starts = await world.docker.startedSince(since);
    expect(starts).toHaveLength(2);
    expect(starts[1]).toBe(before.id);
    expect((await node.settles()).id).toBe(before.id);
  });

  it('starts nothing of a release that is paused in the middle of its pull, and takes it after the resume', async () => {
    const { world, node } = here();
    const before = await node.running();
    const since = new Date();
    const image = await world.signed();
    const layer = world.registry.hold(image.ownLayer);
    const id = await world.publish(image);
    await layer.asked;
    await world.beacon.pause();
    expect(await node.tried(id)).toMatchObject({ outcome: 'aborted', code: 'paused' });
    layer.release();
    await world.finalize();
    await node.looksAtTheChain(3);
    expect(await world.docker.startedSince(since)).toEqual([]);
    expect(await node.running()).toEqual(before);

    await world.beacon.resume();
    await world.finalize();
    await node.ask({ do: 'retry' });
    await node.runs(id, image);
    expect(await world.docker.see(before.id)).toMatchObject({ status: 'exited', restartPolicy: 'no' });
  });

  it('goes back to the kept container on a rollback, without the registry', async () => {
    const { world, node } = here();
    const asked = world.registry.log.length;
    await world.beacon.rollback(1);
    await world.finalize();
    expect(await node.runs(1, firstImage)).toMatchObject({ id: first.id, digests: first.digests });
    expect(world.registry.log.slice(asked)).toEqual([]);
  });

  it('tells of every attempt in gapless events with exactly one outcome, the last', () => {
    expectWholeStories(here().node.events(), 7);
  });
});

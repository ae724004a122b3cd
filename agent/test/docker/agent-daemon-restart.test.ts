import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { type DockerWitness } from './docker-witness.ts';
import { describeOnUpdateLab, NODE_NAME } from './on-update-lab.ts';
import { expectWholeStories } from './whole-stories.ts';

/** Looks until told to stop; a daemon that does not answer shows nothing. */
async function mostAtOnce(docker: DockerWitness, stop: AbortSignal): Promise<number> {
  let most = 0;
  while (!stop.aborted) {
    most = Math.max(most, await docker.countRunning(NODE_NAME).catch(() => 0));
    await delay(50);
  }
  return most;
}

await describeOnUpdateLab(
  'a whole agent whose dockerd is killed in the middle of an update',
  (here, lab) => {
    beforeAll(async () => {
      const { world, node } = here();
      const image = await world.signed();
      await node.runs(await world.publish(image), image);
    });

    it.each([
      { when: 'a layer is on its way', states: ['downloading'] },
      { when: 'the sets change places', states: ['backing-up', 'swapping', 'validating'] },
      { when: 'the new container is on probation', states: ['validating'] },
      { when: 'the old container comes back', states: ['rolling-back'], behaviour: 'crash' },
    ] as const)('ends with exactly one healthy container when it happens while $when', async (scene) => {
      const { world, node } = here();
      const stop = new AbortController();
      const most = mostAtOnce(world.docker, stop.signal);
      const image = await world.signed('behaviour' in scene ? scene.behaviour : 'healthy');
      const layer = world.registry.hold(image.ownLayer);
      const id = await world.publish(image);
      await layer.asked;
      if (scene.states[0] !== 'downloading') layer.release();
      const states: readonly string[] = scene.states;
      await node.until(`release ${id} is ${states.join(' or ')}`, ({ state }) => states.includes(state));
      await lab().dockerd.restart('SIGKILL');
      layer.release();

      await node.until(
        `release ${id} has been tried`,
        ({ state, committed, failed }) => state === 'idle' && (committed?.releaseId === id || failed[id] !== undefined),
      );
      await node.settles();
      stop.abort();
      expect(await most).toBe(1);
      expect(await world.docker.countRunning(NODE_NAME)).toBe(1);
      expect(node.outcomesOf(id)).toHaveLength(1);
    });

    it('has told of each attempt to its end', () => {
      expectWholeStories(here().node.events(), 5);
    });
  },
  { soakMs: 3_000 },
);

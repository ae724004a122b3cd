import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { createDockerRuntime, type DockerRuntime } from '../../src/runtime/docker-runtime.ts';
import { describeOnUpdateLab, NODE_NAME } from './on-update-lab.ts';
import { expectWholeStories } from './whole-stories.ts';

const MEGABYTE = 1_048_576;
const STATE_MEGABYTES = 16;

/** Writes until nothing more goes in; answers the path of what it wrote. */
function fill(folder: string): string {
  const path = join(folder, 'fill');
  const file = openSync(path, 'w');
  expect(() => {
    for (let written = 0; written <= STATE_MEGABYTES * MEGABYTE; written += 4_096) writeSync(file, Buffer.alloc(4_096));
  }).toThrow('ENOSPC');
  closeSync(file);
  return path;
}

await describeOnUpdateLab(
  'a whole agent whose own disk is full',
  (here, lab) => {
    let runtime: DockerRuntime;

    beforeAll(async () => {
      const { world, node } = here();
      runtime = createDockerRuntime({ endpoint: lab().dockerd.endpoint });
      const image = await world.signed();
      await node.runs(await world.publish(image), image);
    });

    it('stops nothing and pulls nothing where there is no room to write it down, and goes on when there is', async () => {
      const { world, node } = here();
      const before = await node.running();
      const filling = fill(world.folderOf(NODE_NAME));
      const image = await world.signed();
      const id = await world.publish(image);
      expect(await node.tried(id)).toMatchObject({ outcome: 'failed', code: 'disk/full' });
      expect(await node.running()).toEqual(before);
      expect(world.registry.log.filter((line) => line.endsWith(image.ownLayer))).toEqual([]);
      rmSync(filling);
      await node.ask({ do: 'retry' });
      await node.runs(id, image);
    });

    it('returns to the old container though its disk became full in the middle', async () => {
      const { world, node } = here();
      const before = await node.running();
      const image = await world.signed('crash');
      const layer = world.registry.hold(image.ownLayer);
      const id = await world.publish(image);
      await layer.asked;
      const filling = fill(world.folderOf(NODE_NAME));
      layer.release();
      expect(await node.tried(id)).toMatchObject({ outcome: 'rolled-back' });
      expect((await node.settles()).id).toBe(before.id);
      rmSync(filling);
    });

    it('returns to the old container when its data does not fit into the backup', async () => {
      const { world, node } = here();
      const before = await node.running();
      const dd = ['/bin/busybox', 'dd', 'if=/dev/urandom', 'of=/data/blocks', 'bs=1M', `count=${STATE_MEGABYTES}`];
      expect((await runtime.exec(before.id, dd, 60_000)).exitCode).toBe(0);
      const image = await world.signed();
      const id = await world.publish(image);
      expect(await node.tried(id)).toMatchObject({
        outcome: 'failed',
        code: 'disk/full',
        // The old container had been stopped for it.
        serviceGapMs: expect.any(Number) as number,
      });
      const after = await node.settles();
      expect(after.id).toBe(before.id);

      await runtime.exec(after.id, ['/bin/busybox', 'rm', '/data/blocks'], 10_000);
      await node.ask({ do: 'retry' });
      await node.runs(id, image);
      expectWholeStories(node.events(), 6);
    });
  },
  { stateDiskBytes: STATE_MEGABYTES * MEGABYTE },
);

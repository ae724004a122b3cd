import { beforeAll, expect, it } from 'vitest';
import { createDockerRuntime, type DockerRuntime } from '../../src/runtime/docker-runtime.ts';
import { request, template } from './on-docker.ts';
import { describeOnUpdateLab } from './on-update-lab.ts';

await describeOnUpdateLab(
  'a whole agent whose disk is full',
  (here, lab) => {
    let runtime: DockerRuntime;
    let hog: string;

    beforeAll(async () => {
      const { world, node } = here();
      const image = await world.signed();
      await node.runs(await world.publish(image), image);
      runtime = createDockerRuntime({ endpoint: lab().dockerd.endpoint });
      const other = await lab().push({ repository: 'somebody/else', release: '1' });
      await runtime.pull(other, () => undefined, new AbortController().signal);
      const mounted = template({ containerName: 'hog', mounts: [{ source: 'hog', target: '/data' }] });
      hog = (await runtime.create(request(other, { template: mounted }))).id;
      await runtime.start(hog);
    });

    async function fillTheDisk(): Promise<void> {
      const { output } = await runtime.exec(
        hog,
        ['/bin/busybox', 'dd', 'if=/dev/zero', 'of=/data/fill', 'bs=64k'],
        60_000,
      );
      expect(output).toContain('No space left on device');
    }

    async function makeRoom(): Promise<void> {
      await runtime.exec(hog, ['/bin/busybox', 'rm', '/data/fill'], 10_000);
    }

    it('pulls nothing that does not fit, and takes it when there is room again', async () => {
      const { world, node } = here();
      const before = await node.running();
      const image = await world.signed();
      await fillTheDisk();
      const asked = world.registry.log.length;
      const id = await world.publish(image);
      expect(await node.refuses(id, 'disk/full', before)).toMatch(/bytes are free, \d+ are needed/);
      const requests = world.registry.log.slice(asked);
      expect(requests.filter((line) => line.includes(image.ownLayer))).toEqual([]);
      await makeRoom();
      await node.ask({ do: 'retry' });
      await node.runs(id, image);
    });

    it('goes on with the old container when the disk fills up in the middle of a pull', async () => {
      const { world, node } = here();
      const before = await node.running();
      const image = await world.signed();
      const layer = world.registry.hold(image.ownLayer);
      const id = await world.publish(image);
      await layer.asked;
      await fillTheDisk();
      layer.release();
      expect(await node.refuses(id, 'disk/full', before)).toContain('no space left on device');
      await makeRoom();
      await node.ask({ do: 'retry' });
      await node.runs(id, image);
    });
  },
  { diskBytes: 64 * 1_048_576 },
);

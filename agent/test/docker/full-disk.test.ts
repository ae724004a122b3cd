import Docker from 'dockerode';
import { expect, it } from 'vitest';
import { createDockerRuntime } from '../../src/runtime/docker-runtime.ts';
import { describeOnDocker, request, template } from './on-docker.ts';

const MEGABYTE = 1_048_576;

await describeOnDocker(
  'a disk that is full',
  (lab) => {
    it('ends a pull and a restore with disk/full, loses nothing, and both go on when there is room again', async () => {
      const runtime = createDockerRuntime({ endpoint: lab().dockerd.endpoint });
      const docker = new Docker({ socketPath: lab().dockerd.socketPath });
      const quiet = new AbortController().signal;
      const small = await lab().push({ repository: 'noderr/small', release: '1' });
      const large = await lab().push({ repository: 'noderr/large', release: '2', ballastBytes: 6 * MEGABYTE });
      await runtime.pull(small, () => undefined, quiet);
      const mounted = template({ mounts: [{ source: 'life', target: '/data' }] });
      const { id } = await runtime.create(request(small, { template: mounted }));
      await runtime.start(id);
      const dd = ['/bin/busybox', 'dd', 'if=/dev/zero', 'of=/data/fill', 'bs=1M'];
      await runtime.exec(id, [...dd, `count=${Math.floor((await runtime.freeBytes()) / MEGABYTE) - 3}`], 60_000);
      expect(await runtime.freeBytes()).toBeLessThan(5 * MEGABYTE);

      await expect(runtime.pull(large, () => undefined, quiet)).rejects.toMatchObject({ code: 'disk/full' });
      expect(await runtime.hasImage(large)).toBe(false);
      const content = await runtime.readMount(id, '/data', quiet);
      await expect(runtime.createVolume('noderr-oracle-full', content, small, quiet)).rejects.toMatchObject({
        code: 'disk/full',
      });
      expect((await docker.listVolumes()).Volumes.map((volume) => volume.Name)).not.toContain('noderr-oracle-full');
      expect((await runtime.inspect(id))?.state).toBe('running');

      await runtime.exec(id, ['/bin/busybox', 'rm', '/data/fill'], 10_000);
      await runtime.pull(large, () => undefined, quiet);
      await runtime.createVolume('noderr-oracle-full', await runtime.readMount(id, '/data', quiet), small, quiet);
    });
  },
  { diskBytes: 64 * MEGABYTE },
);

import { createDockerRuntime } from '@noderr/agent';
import { dockerLabMissing, startDockerLab } from '@noderr/agent/testing';
import Docker from 'dockerode';
import { expect, it } from 'vitest';
import { forgetContainers } from '../src/fleet/forget-containers.ts';

const path = process.env.PATH ?? '';
const missing = await dockerLabMissing(path);
if (missing !== null) {
  if (process.env.REQUIRE_ALL === '1') throw new Error(`containers of an earlier run: ${missing}`);
  console.warn(`skipped: containers of an earlier run (${missing})`);
}

it.skipIf(missing !== null)(
  'of an earlier run go with their volumes, and no others',
  { timeout: 240_000 },
  async () => {
    const lab = await startDockerLab(path);
    try {
      const { endpoint, socketPath } = lab.dockerd;
      const docker = new Docker({ socketPath });
      const image = await lab.push({ repository: 'noderr/oracle', release: '1.0.0' });
      await createDockerRuntime({ endpoint }).pull(image, () => undefined, new AbortController().signal);
      const Image = `${image.host}/${image.repository}@sha256:${image.digest.slice(2)}`;
      for (const run of ['noderr-aaaaaa', 'noderr-bbbbbb']) {
        const Binds = [`${run}-node-1-data:/data`];
        const container = await docker.createContainer({ name: `${run}-node-1`, Image, HostConfig: { Binds } });
        await container.start();
        await docker.createContainer({ name: `${run}-node-1.kept-1`, Image, HostConfig: { Binds } });
      }
      expect(await forgetContainers(endpoint, 'noderr-aaaaaa-')).toBe(2);
      const containers = (await docker.listContainers({ all: true })).flatMap(({ Names }) => Names);
      const volumes = (await docker.listVolumes()).Volumes.map(({ Name }) => Name);
      expect(containers.sort()).toEqual(['/noderr-bbbbbb-node-1', '/noderr-bbbbbb-node-1.kept-1']);
      expect(volumes).toEqual(['noderr-bbbbbb-node-1-data']);
      await forgetContainers(endpoint, 'noderr-');
    } finally {
      await lab.close();
    }
  },
);

import { afterAll, beforeAll } from 'vitest';
import { type DockerLab } from '../../src/testing/docker-lab.ts';
import { describeOnDocker } from './on-docker.ts';
import { type NodeOptions, startUpdateLab, type UpdateLab } from './update-lab.ts';
import { type WatchedNode } from './watched-node.ts';

/** What the suites of whole agents share: a lab, and one node in it. */
export interface UpdateSuite {
  readonly world: UpdateLab;
  readonly node: WatchedNode;
}

export const NODE_NAME = 'oracle';

/** A suite on a real dockerd, registry and chain with one whole agent, named and skipped where that cannot be. */
export async function describeOnUpdateLab(
  title: string,
  suite: (here: () => UpdateSuite, lab: () => DockerLab) => void,
  { diskBytes, ...nodeOptions }: NodeOptions & { diskBytes?: number } = {},
): Promise<void> {
  await describeOnDocker(
    title,
    (lab) => {
      let world: UpdateLab | null = null;
      let node: WatchedNode | null = null;
      beforeAll(async () => {
        world = await startUpdateLab(lab(), process.env.PATH ?? '');
        node = await world.startNode(NODE_NAME, nodeOptions);
      });
      afterAll(async () => {
        await world?.close();
      });
      suite(() => {
        if (world === null || node === null) throw new Error('the lab has not started');
        return { world, node };
      }, lab);
    },
    diskBytes === undefined ? {} : { diskBytes },
  );
}

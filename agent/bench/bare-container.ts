import Docker from 'dockerode';
import { type ContainerRuntime, type CreateRequest } from '../src/runtime/container-runtime.ts';

/** A container without an agent: what `docker stop` and `docker start` alone cost. */
export interface BareContainer {
  /** Seconds that a stop waits before it kills are the template's own. */
  stopAndStart(): Promise<void>;
}

/** Creates it with the same options as the agent's own, and starts it. */
export async function startBareContainer(
  socketPath: string,
  runtime: ContainerRuntime,
  request: CreateRequest,
): Promise<BareContainer> {
  const { id } = await runtime.create(request);
  const container = new Docker({ socketPath }).getContainer(id);
  await container.start();
  return {
    async stopAndStart() {
      await container.stop({ t: request.template.stopTimeoutS });
      await container.start();
    },
  };
}

import { type ContainerStatus } from '../runtime/container-runtime.ts';

/** A container that is up or that Docker is about to bring up again: it must not meet a second one of its service. */
export function isRunning(container: ContainerStatus): boolean {
  return container.state === 'running' || container.state === 'restarting';
}

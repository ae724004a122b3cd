import { type ContainerStatus } from '@noderr/agent';
import { isAlive } from '../process/process-identity.ts';
import { type ContainerRecord } from './container-record.ts';
import { type ContainerStore } from './container-store.ts';

/** What the agent sees of a container. */
export function containerStatus(containers: ContainerStore, record: ContainerRecord): ContainerStatus {
  const status = containers.status(record.id);
  const running = containers.isRunning(record.id);
  const shimAlive = status !== null && isAlive(status.shim);
  const state = running ? 'running' : status === null ? 'created' : shimAlive ? 'restarting' : 'exited';
  return {
    id: record.id,
    name: record.name,
    labels: record.labels,
    state,
    exitCode: running ? null : (status?.exitCode ?? null),
    restartCount: status?.restartCount ?? 0,
    startedAt: status?.startedAt ?? null,
    restartPolicy: record.restartPolicy,
    imageDigest: record.digest,
    address: running ? record.address : null,
    foreignOwner: null,
  };
}

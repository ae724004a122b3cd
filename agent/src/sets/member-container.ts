import { AttemptFault } from '../attempt/attempt-fault.ts';
import { type NodeId } from '@noderr/protocol';
import { type ContainerRuntime, type ContainerStatus, type ImageReference } from '../runtime/container-runtime.ts';
import { isRunning } from './container-state.ts';
import { containerIdsOf, type NodeSet, type SetMember, withContainer } from './node-set.ts';

export interface MemberPlace {
  runtime: ContainerRuntime;
  nodeId: NodeId;
  registryHost: string;
  /** Containers that may be removed where they hold a name that is needed. */
  discarded: readonly string[];
}

export function imageOf(member: SetMember, host: string): ImageReference {
  return { host, repository: member.repository, digest: member.digest };
}

/** Gives every member a container under its name; those that exist are only renamed. Nothing is started. */
export async function ensureContainers(
  set: NodeSet,
  nameOf: (member: SetMember) => string,
  place: MemberPlace,
  signal?: AbortSignal,
): Promise<NodeSet> {
  let complete = set;
  for (const member of set.members) {
    const present = member.containerId === null ? null : await place.runtime.inspect(member.containerId);
    const name = nameOf(member);
    if (present?.name === name) continue;
    await freeName(name, set, place);
    if (present) {
      await place.runtime.rename(present.id, name);
    } else {
      const created = await createMember(set, member, name, place, signal);
      complete = withContainer(complete, member.service, created.id);
    }
  }
  return complete;
}

async function createMember(
  set: NodeSet,
  member: SetMember,
  name: string,
  { runtime, nodeId, registryHost }: MemberPlace,
  signal?: AbortSignal,
): Promise<ContainerStatus> {
  const image = imageOf(member, registryHost);
  if (!(await runtime.hasImage(image))) {
    await runtime.pull(image, ignoreProgress, signal ?? AbortSignal.timeout(PULL_TIMEOUT_MS));
    await runtime.pin(image);
  }
  const { service, template } = member;
  const labels = { nodeId, service, releaseId: set.releaseId, attemptId: set.attemptId, data: set.data };
  const volumes = new Map(Object.entries(member.volumes));
  const created = await runtime.create({ name, image, template, labels, restartPolicy: 'no', volumes }, signal);
  if (created.imageDigest !== member.digest) {
    await runtime.remove(created.id);
    throw new AttemptFault('start/wrong-image', `${name} was created from another image than ${member.digest}`);
  }
  return created;
}

/** A set that ran before and whose image was pruned is fetched again; milliseconds. */
const PULL_TIMEOUT_MS = 600_000;

function ignoreProgress(): void {
  // a pull in the background has nobody to show its progress to
}

/** A left-over of ours makes room; a stranger does not. */
async function freeName(name: string, set: NodeSet, { runtime, nodeId, discarded }: MemberPlace): Promise<void> {
  const holder = (await runtime.list(nodeId, [name])).find((container) => container.name === name);
  if (!holder || containerIdsOf(set).includes(holder.id)) return;
  const ours = holder.labels?.nodeId === nodeId || discarded.includes(holder.id);
  if (!ours || isRunning(holder)) {
    throw new AttemptFault('docker/name-taken', `the name ${name} is taken by container ${holder.id.slice(0, 12)}`);
  }
  await runtime.remove(holder.id);
}

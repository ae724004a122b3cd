import { type ChainView, type Hex32, type Release, Repository } from '@noderr/protocol';
import { type Memory } from '../durable/memory.ts';
import { type ContainerStatus } from '../runtime/container-runtime.ts';
import { isRunning } from '../sets/container-state.ts';
import { type NodeSet, type SetMember } from '../sets/node-set.ts';
import { type ServiceTemplate } from '../template/service-template.ts';
import { type ChainFacts, type Policy } from './facts.ts';
import { type Step } from './step.ts';

/** A node without a committed set: adopt what the chain knows, leave alone what it does not, else install. */
export function firstStart(
  memory: Memory,
  chain: ChainFacts,
  containers: readonly ContainerStatus[],
  policy: Policy,
): Step[] {
  const found = policy.templates.map((template) => ({ template, container: holderOf(template, containers, policy) }));
  const present = found.flatMap(({ template, container }) => (container ? [{ template, container }] : []));
  if (present.length === 0) {
    const strays = containers.filter((container) => container.labels?.nodeId === policy.nodeId);
    const clear = strays.map((container): Step => ({ kind: 'remove-container', id: container.id }));
    return memory.state.name === 'unmanaged' ? [...clear, { kind: 'report-nothing-there' }] : clear;
  }

  const [foreign] = present.flatMap(({ container: { name, foreignOwner } }) =>
    foreignOwner === null ? [] : [`${name} belongs to ${foreignOwner}`],
  );
  if (foreign !== undefined) return [unmanaged(foreign)];
  const other = present.find(({ container }) => container.labels !== null && container.labels.nodeId !== policy.nodeId);
  if (other) return [unmanaged(`${other.container.name} belongs to another node`)];
  if (present.length < found.length) return [unmanaged('only some services of the template are there')];

  const own = ownSet(present);
  if (own) return [{ kind: 'adopt', set: own }];
  if (chain.final.kind === 'trouble') return [{ kind: 'trouble', code: chain.final.code, detail: chain.final.detail }];
  const { view } = chain.final;
  if (view.target === null) return [{ kind: 'stay', why: 'nothing-published' }];
  const known = knownSet(view, present);
  return [known ? { kind: 'adopt', set: known } : unmanaged('the image that runs here is not known to the chain')];
}

export interface Found {
  template: ServiceTemplate;
  container: ContainerStatus;
}

function unmanaged(reason: string): Step {
  return { kind: 'report-unmanaged', reason };
}

/** What runs under one of our labels comes before what merely holds the name. */
function holderOf(
  template: ServiceTemplate,
  containers: readonly ContainerStatus[],
  policy: Policy,
): ContainerStatus | undefined {
  const running = containers.find(
    (container) =>
      isRunning(container) &&
      container.labels?.nodeId === policy.nodeId &&
      container.labels.service === template.service,
  );
  return running ?? containers.find((container) => container.name === template.containerName);
}

/** What was found as the release of the chain that it is, null where the chain knows none like it. */
export function knownSet(view: ChainView, found: readonly Found[]): NodeSet | null {
  const releases = [view.target, view.baseline, ...view.targetStones, ...view.baselineStones];
  const sets = releases.flatMap((release) => (release ? [setAs(release, found)] : []));
  return sets.find((set) => set !== null) ?? null;
}

function setAs({ id, version, data, components }: Release, found: readonly Found[]): NodeSet | null {
  const members = components.flatMap(({ service, repository, digest }) =>
    found
      .filter(({ template, container }) => template.service === service && container.imageDigest === digest)
      .map((one) => memberOf(one, repository, digest)),
  );
  if (members.length !== found.length || members.length !== components.length) return null;
  return { releaseId: id, version, data, attemptId: null, members };
}

/** Containers that this agent made itself say what they are. */
function ownSet(found: readonly Found[]): NodeSet | null {
  const first = found[0]?.container.labels;
  if (!first || first.releaseId === null) return null;
  const members = found.flatMap((one): SetMember[] => {
    const { labels, imageDigest, repository } = one.container;
    const path = Repository.safeParse(repository);
    if (labels?.releaseId !== first.releaseId || imageDigest === null || !path.success) return [];
    return [memberOf(one, path.data, imageDigest)];
  });
  if (members.length !== found.length) return null;
  return { releaseId: first.releaseId, version: null, data: first.data, attemptId: null, members };
}

function memberOf({ template, container }: Found, repository: Repository, digest: Hex32): SetMember {
  return {
    service: template.service,
    repository,
    digest,
    template,
    volumes: replacedVolumes(template, container.volumes ?? {}),
    containerId: container.id,
  };
}

/** Volumes of a container that stand in for those of its template. */
function replacedVolumes(template: ServiceTemplate, mounted: Readonly<Record<string, string>>): Record<string, string> {
  const own = new Map(template.mounts.map((mount) => [mount.target, mount.source]));
  return Object.fromEntries(
    Object.entries(mounted).filter(([path, volume]) => own.has(path) && own.get(path) !== volume),
  );
}

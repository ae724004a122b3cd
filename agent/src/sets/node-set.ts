import {
  AttemptId,
  DataPolicy,
  Hex32,
  type Release,
  ReleaseId,
  Repository,
  ServiceName,
  Version,
} from '@noderr/protocol';
import { z } from 'zod';
import { ServiceTemplate } from '../template/service-template.ts';

/** One service of a set, with all that is needed to create its container again. */
export const SetMember = z.object({
  service: ServiceName,
  repository: Repository,
  digest: Hex32,
  template: ServiceTemplate,
  /** Volumes that stand in for the template's own after a restore, by mount path. */
  volumes: z.record(z.string(), z.string()),
  /** Null until created, or after the container was removed. */
  containerId: z.string().nullable(),
});
export type SetMember = z.infer<typeof SetMember>;

/** The containers of one release on this node; they change only together. */
export const NodeSet = z.object({
  /** 0 where an adopted set is not known to the chain. */
  releaseId: ReleaseId,
  version: Version.nullable(),
  data: DataPolicy,
  /** The attempt that made it, null where it was adopted. */
  attemptId: AttemptId.nullable(),
  members: z.array(SetMember).max(4),
});
export type NodeSet = z.infer<typeof NodeSet>;

/** A set for a release from the operator's templates; services without a template are left out and found at verifying. */
export function setForRelease(
  release: Release,
  templates: readonly ServiceTemplate[],
  attemptId: AttemptId,
  predecessor: NodeSet | null,
): NodeSet {
  const members = release.components.flatMap((component): SetMember[] => {
    const template = templates.find((candidate) => candidate.service === component.service);
    if (!template) return [];
    const { service, repository, digest } = component;
    return [{ service, repository, digest, template, volumes: volumesOf(predecessor, service), containerId: null }];
  });
  return { releaseId: release.id, version: release.version, data: release.data, attemptId, members };
}

/** A kept set as it has to be to run on the data of the present one: other volumes need other containers. */
export function keptSetOnData(kept: NodeSet, present: NodeSet | null): NodeSet {
  const members = kept.members.map((member) => {
    const volumes = present ? volumesOf(present, member.service) : member.volumes;
    const same = sameVolumes(volumes, member.volumes);
    return { ...member, volumes, containerId: same ? member.containerId : null };
  });
  return { ...kept, members };
}

export function withContainer(set: NodeSet, service: string, containerId: string | null): NodeSet {
  return {
    ...set,
    members: set.members.map((member) => (member.service === service ? { ...member, containerId } : member)),
  };
}

export function withoutContainers(set: NodeSet): NodeSet {
  return { ...set, members: set.members.map((member) => ({ ...member, containerId: null })) };
}

/** The set with fresh volumes in place of what it ran on; its containers have to be created anew. */
export function withVolumes(
  set: NodeSet,
  restored: Readonly<Record<string, Readonly<Record<string, string>>>>,
): NodeSet {
  return {
    ...set,
    members: set.members.map((member) => ({
      ...member,
      volumes: { ...member.volumes, ...restored[member.service] },
      containerId: null,
    })),
  };
}

export function containerIdsOf(set: NodeSet): string[] {
  return set.members.flatMap((member) => (member.containerId === null ? [] : [member.containerId]));
}

export function imagesOf(set: NodeSet): Pick<SetMember, 'repository' | 'digest'>[] {
  return set.members.map(({ repository, digest }) => ({ repository, digest }));
}

/** Volumes that the agent made and that `left` used but `present` does not. */
export function volumesLeftBehind(left: NodeSet, present: NodeSet): string[] {
  const used = new Set(present.members.flatMap((member) => Object.values(member.volumes)));
  return left.members.flatMap((member) => Object.values(member.volumes)).filter((volume) => !used.has(volume));
}

function volumesOf(set: NodeSet | null, service: string): Record<string, string> {
  return set?.members.find((member) => member.service === service)?.volumes ?? {};
}

function sameVolumes(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

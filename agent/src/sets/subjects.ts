import { type BackupSource } from '../attempt/backup-store.ts';
import { type HealthSubject } from '../attempt/health-check.ts';
import { type NodeSet } from './node-set.ts';
import { imageOf } from './member-container.ts';

/** A set as the health checks see it. */
export function healthSubjects(set: NodeSet): HealthSubject[] {
  return set.members.flatMap(({ service, containerId, digest, template }) =>
    containerId === null ? [] : [{ service, containerId, digest, template }],
  );
}

/** A set as backups and restores see it; members without a container have no data to read. */
export function backupSources(set: NodeSet, host: string): BackupSource[] {
  return set.members.map((member) => ({
    service: member.service,
    containerId: member.containerId ?? '',
    template: member.template,
    image: imageOf(member, host),
    volumes: new Map(Object.entries(member.volumes)),
  }));
}

/** Fresh volumes as they are journaled. */
export function volumeRecord(
  restored: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Record<string, Record<string, string>> {
  return Object.fromEntries([...restored].map(([service, volumes]) => [service, Object.fromEntries(volumes)]));
}

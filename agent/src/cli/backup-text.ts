import { type ListedBackup } from '../backup/store/list-backups.ts';
import { type UsableBackup } from './open-backups.ts';

/** One backup a line. */
export function backupsText(backups: readonly ListedBackup[]): string {
  return backups.length === 0 ? 'no backups\n' : backups.map(lineOf).join('');
}

/** What a restore is going to do, for the person who has to agree. */
export function restoreText({ record, state, sizeBytes }: UsableBackup, folder: string): string {
  const mounts = record.mounts.map(({ service, mountPath }) => `  - ${mountPath} of ${service}\n`).join('');
  const head = `Backup ${record.id}, taken ${timeText(record.at)} when leaving ${releaseText(record.releaseId)}`;
  return `${head} (${state}, ${bytesText(sizeBytes)}):\n${mounts}is checked and written as tar archives into ${folder}.\nThe running node is not touched.\n`;
}

function lineOf(backup: ListedBackup): string {
  if (backup.state === 'unusable') return `${backup.name}  UNUSABLE: ${backup.problem}\n`;
  const { record, state, sizeBytes } = backup;
  const mounts = record.mounts.map(({ service, mountPath }) => `${service}:${mountPath}`).join(', ');
  const facts = [timeText(record.at), `leaving ${releaseText(record.releaseId)}`, state, bytesText(sizeBytes), mounts];
  return `${record.id}  ${facts.join('  ')}\n`;
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}

function releaseText(id: number): string {
  return id === 0 ? 'an adopted set' : `release ${id}`;
}

function bytesText(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

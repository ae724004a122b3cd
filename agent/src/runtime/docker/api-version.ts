import { RuntimeFault } from '../runtime-fault.ts';
import { type DaemonVersion } from './docker-schema.ts';

/** Docker 20.10's; what we send and read is written against it. */
const OLDEST = '1.41';

function numbers(version: string): [number, number] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}

function isOlder(a: string, b: string): boolean {
  const [aMajor, aMinor] = numbers(a);
  const [bMajor, bMinor] = numbers(b);
  return aMajor === bMajor ? aMinor < bMinor : aMajor < bMajor;
}

/**
 * The version to speak with a daemon: 1.41, or the oldest that a newer daemon still speaks, so that its answers keep
 * the shape that was tested.
 */
export function chooseApiVersion(daemon: Pick<DaemonVersion, 'ApiVersion' | 'MinAPIVersion'>): string {
  if (isOlder(daemon.ApiVersion, OLDEST)) {
    throw new RuntimeFault(
      'docker/failed',
      `this Docker speaks API ${daemon.ApiVersion}; ${OLDEST} (Docker 20.10) or newer is needed`,
    );
  }
  return daemon.MinAPIVersion !== undefined && isOlder(OLDEST, daemon.MinAPIVersion) ? daemon.MinAPIVersion : OLDEST;
}

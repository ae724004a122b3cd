import { readdirSync } from 'node:fs';
import { identify, isAlive, type ProcessIdentity } from '../process/process-identity.ts';
import { runTogether, type Running, type Sight, type Sighting } from './sight.ts';

/** A process that is forked looks like its parent until it has become its own program; milliseconds. */
const YOUNG_MS = 5000;

/** `null` = not a container; `not-yet` = look again, it may become one. */
export type Recognise = (pid: number) => Sighting | 'not-yet' | null;

interface Known {
  identity: ProcessIdentity;
  found: Sighting | 'not-yet' | null;
  firstSeen: number;
}

export interface ProcessTableOptions {
  recognise: Recognise;
  /** Several processes of one container are one container that runs. */
  oncePerContainer: boolean;
  /** Milliseconds of a clock that never jumps. */
  now: () => number;
}

/** Looks through /proc; each process is examined while it is young, then only asked whether it still lives. */
export function createProcessTable({ recognise, oncePerContainer, now }: ProcessTableOptions): Sight {
  const known = new Map<number, Known>();

  function examine(pid: number): void {
    const entry = known.get(pid);
    if (entry && entry.found !== null && entry.found !== 'not-yet' && isAlive(entry.identity)) return;
    if (entry?.found === null && now() - entry.firstSeen > YOUNG_MS) return;
    const identity = identify(pid);
    if (identity === null) {
      known.delete(pid);
      return;
    }
    const same = entry?.identity.start === identity.start;
    known.set(pid, { identity, found: recognise(pid), firstSeen: same ? entry.firstSeen : now() });
  }

  return {
    look() {
      const pids = new Set(readdirSync('/proc').filter(isNumber).map(Number));
      for (const pid of known.keys()) if (!pids.has(pid)) known.delete(pid);
      for (const pid of pids) examine(pid);
      const found = [...known.values()].flatMap(({ identity, found: sighting }) =>
        sighting === null || sighting === 'not-yet' ? [] : [{ identity, sighting }],
      );
      const single = oncePerContainer
        ? [...new Map(found.map((entry) => [entry.sighting.container, entry])).values()]
        : found;
      const serviceOf = ({ sighting }: (typeof single)[number]): string => `${sighting.nodeId}/${sighting.service}`;
      return single.flatMap((entry): Running[] => {
        const together = single.filter((other) => serviceOf(other) === serviceOf(entry));
        if (together.length > 1 && !runTogether(together.map((other) => other.identity))) {
          return isAlive(entry.identity) ? [{ ...entry.sighting, pid: entry.identity.pid }] : [];
        }
        return [{ ...entry.sighting, pid: entry.identity.pid }];
      });
    },
  };
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name);
}

import { elapsedMs, type Instant } from '../clock.ts';

interface Seen {
  height: number;
  /** When it was first seen higher than before; null until it rose. */
  roseAt: Instant | null;
}

/** Remembers when the chain height of each container last rose. */
export class HeightMemory {
  readonly #seen = new Map<string, Seen>();

  /** Milliseconds since the last rise, this height counted in; null while it was never seen to rise. */
  sinceRise(containerId: string, height: number, now: Instant): number | null {
    const before = this.#seen.get(containerId);
    const rose = before !== undefined && height > before.height;
    const roseAt = rose ? now : (before?.roseAt ?? null);
    this.#seen.set(containerId, { height, roseAt });
    return roseAt === null ? null : elapsedMs(roseAt, now);
  }

  /** Forgets all other containers. */
  keepOnly(containerIds: ReadonlySet<string>): void {
    for (const id of this.#seen.keys()) if (!containerIds.has(id)) this.#seen.delete(id);
  }
}

import { elapsedMs, type Instant } from '../clock.ts';

/** Remembers when a check that costs much last passed in each container. */
export class PassMemory {
  readonly #passedAt = new Map<string, Instant>();

  passed(containerId: string, at: Instant): void {
    this.#passedAt.set(containerId, at);
  }

  /** Milliseconds since it last passed; null where it did not, or in another boot of the machine. */
  sincePass(containerId: string, now: Instant): number | null {
    const at = this.#passedAt.get(containerId);
    return at === undefined ? null : elapsedMs(at, now);
  }

  /** Forgets all other containers. */
  keepOnly(containerIds: ReadonlySet<string>): void {
    for (const id of this.#passedAt.keys()) if (!containerIds.has(id)) this.#passedAt.delete(id);
  }
}

/** CPU time of telemetry on the agent's thread: its synchronous parts, which are nearly all of it, are added up. */
export class CpuMeter {
  #microseconds = 0;
  #measuring = false;

  get seconds(): number {
    return this.#microseconds / 1e6;
  }

  /** Does the work and counts what it took; work within work counts once. */
  measure<T>(work: () => T): T {
    if (this.#measuring) return work();
    this.#measuring = true;
    const before = process.threadCpuUsage();
    try {
      return work();
    } finally {
      const { user, system } = process.threadCpuUsage(before);
      this.#microseconds += user + system;
      this.#measuring = false;
    }
  }
}

/** The process is gone: nothing after this point happens. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** Counts the points at which a process can die, and kills it at one of them. */
export class KillSwitch {
  #left: number;
  #passed = 0;
  #dead = false;

  /** `after` points pass before the kill; Infinity = never. */
  constructor(after = Number.POSITIVE_INFINITY) {
    this.#left = after;
  }

  get passed(): number {
    return this.#passed;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** A point at which the process may die; once it is dead every point says so. */
  point(): void {
    if (this.#dead) throw new Killed();
    this.#passed += 1;
    this.#left -= 1;
    if (this.#left >= 0) return;
    this.#dead = true;
    throw new Killed();
  }

  /** Dying before the act, or after it without hearing of its success. */
  async around<T>(act: () => T): Promise<T> {
    await Promise.resolve();
    return this.aroundNow(act);
  }

  aroundNow<T>(act: () => T): T {
    this.point();
    const result = act();
    this.point();
    return result;
  }
}

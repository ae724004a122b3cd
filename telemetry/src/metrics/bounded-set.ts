/** What stands for every value beyond the bound of a label. */
export const OTHER = '(other)';

/** Takes the first `limit` distinct values of a label; all later ones are `(other)`. */
export class BoundedSet {
  readonly #limit: number;
  readonly #values = new Set<string>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** True when the value is within the bound, now and for ever. */
  admits(value: string): boolean {
    if (this.#values.has(value)) return true;
    if (this.#values.size >= this.#limit) return false;
    this.#values.add(value);
    return true;
  }

  /** The value itself, or `(other)`. */
  fold(value: string): string {
    return this.admits(value) ? value : OTHER;
  }
}

/** Five containers that use it up are what the hub takes of a node. */
export const MOST_DIFFERENT = 200;
/** Whole scrapes, four a minute, after one or two times of which a series that has not come again is forgotten. */
const SPAN = 240;

/**
 * The different series that a container has had in the last hour or two. A label that has another value at each scrape
 * would use up what the hub takes of a node, and it would refuse the metrics of the machine along with these.
 */
export class SeriesMemory {
  #present = new Set<string>();
  /** Those of the span before that have not come again. */
  #past = new Set<string>();
  #scrapes = 0;

  /** A whole scrape begins. */
  next(): void {
    this.#scrapes += 1;
    if (this.#scrapes % SPAN !== 0) return;
    this.#past = this.#present;
    this.#present = new Set();
  }

  /** Whether a series is known or there is room for it; it is known then. */
  admits(series: string): boolean {
    if (this.#present.has(series)) return true;
    if (!this.#past.delete(series) && this.#present.size + this.#past.size >= MOST_DIFFERENT) return false;
    this.#present.add(series);
    return true;
  }
}

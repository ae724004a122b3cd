/** Lets one listener hear the lines of a log, beside where they go. Lines that it causes itself are not for it. */
export class LogTap {
  #listener: ((line: string) => void) | null = null;
  #telling = false;

  /** Null ends it. */
  listen(listener: ((line: string) => void) | null): void {
    this.#listener = listener;
  }

  tell(line: string): void {
    if (this.#telling || this.#listener === null) return;
    this.#telling = true;
    try {
      this.#listener(line);
    } catch {
      // whoever writes a log line must not be disturbed by who listens
    } finally {
      this.#telling = false;
    }
  }
}

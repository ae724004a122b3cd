const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/;
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY/;
/** A line of PEM (RFC 7468), which is nothing else in a log. */
const BODY = /^[A-Za-z0-9+/]{64}$/;
/** Lines of the longest key, an RSA one of 16 384 bits, and a margin. */
const MOST_LINES = 256;

/** Finds the lines of a private key that is printed over several lines: each alone looks like any other text. */
export class KeyBlock {
  #left = 0;

  /** Whether a line lies within a key; the first one does not, because redaction knows it by itself, nor does JSON. */
  covers(line: string): boolean {
    if (line.startsWith('{')) return false;
    const covered = this.#left > 0 || BODY.test(line);
    if (END.test(line)) this.#left = 0;
    else if (BEGIN.test(line)) this.#left = MOST_LINES;
    else if (this.#left > 0) this.#left -= 1;
    return covered;
  }
}

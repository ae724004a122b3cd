const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

export interface JsonBounds {
  /** Arrays and objects within each other. */
  depth: number;
  /** Strings, names among them, arrays, objects and commas. */
  parts: number;
}

/**
 * Whether a text stays within bounds as far as a JSON parser would read it, found out before one builds anything of it:
 * eight megabytes of brackets, which are eight kilobytes compressed, become 500 MB in a second.
 */
export function jsonStaysWithin(text: Buffer, { depth, parts }: JsonBounds): boolean {
  let open = 0;
  let left = parts;
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at] as number) {
      case QUOTE:
        at = endOfString(text, at);
        left -= 1;
        break;
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        open += 1;
        left -= 1;
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        open -= 1;
        break;
      case COMMA:
        left -= 1;
        break;
    }
    if (open > depth || left < 0) return false;
  }
  return true;
}

/** Where the quote is that ends the string; behind the end of the text where none does. */
function endOfString(text: Buffer, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== QUOTE) at += text[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** A declared path such as `/orders/:id`, `*` at its end for everything below. */
interface RoutePattern {
  pattern: string;
  segments: readonly string[];
  /** True when the pattern ends in `*`. */
  open: boolean;
}

/** Finds the declared pattern of a path; what nobody declared has none, so that no path can become a label. */
export class RoutePatterns {
  readonly #patterns: readonly RoutePattern[];

  constructor(patterns: readonly string[]) {
    this.#patterns = patterns.map(parse);
  }

  /** The first pattern that fits the path of a URL (query ignored), or undefined. */
  match(url: string): string | undefined {
    const path = split(url.split(/[?#]/, 1)[0] ?? '');
    return this.#patterns.find((each) => fits(each, path))?.pattern;
  }
}

function parse(pattern: string): RoutePattern {
  const segments = split(pattern);
  const open = segments.at(-1) === '*';
  return { pattern, segments: open ? segments.slice(0, -1) : segments, open };
}

function split(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function fits({ segments, open }: RoutePattern, path: readonly string[]): boolean {
  if (open ? path.length < segments.length : path.length !== segments.length) return false;
  return segments.every((segment, at) => segment.startsWith(':') || segment === path[at]);
}

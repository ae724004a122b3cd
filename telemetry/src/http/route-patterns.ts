interface RoutePattern {
  pattern: string;
  path: RegExp;
}

/**
 * Finds the declared pattern of a path, such as `/orders/:id`, or `/files/*` for everything below `/files`; what nobody
 * declared has none, so that no path can become a label.
 */
export class RoutePatterns {
  readonly #patterns: readonly RoutePattern[];

  constructor(patterns: readonly string[]) {
    this.#patterns = patterns.map((pattern) => ({ pattern, path: pathOf(pattern) }));
  }

  /** The first pattern that fits the path of a URL (query ignored), or undefined. */
  match(url: string): string | undefined {
    for (const { pattern, path } of this.#patterns) if (path.test(url)) return pattern;
    return undefined;
  }
}

/** Takes the path with and without a slash at its end. */
function pathOf(pattern: string): RegExp {
  const segments = pattern.split('/').filter((segment) => segment !== '');
  const open = segments.at(-1) === '*';
  const fixed = open ? segments.slice(0, -1) : segments;
  const source = fixed.map((segment) => `/${segment.startsWith(':') ? '[^/?#]+' : escaped(segment)}`).join('');
  return new RegExp(`^${source}${open ? '(?:/[^?#]*)?' : '/?'}(?:[?#]|$)`);
}

function escaped(segment: string): string {
  return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

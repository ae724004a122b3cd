/** Where a file names an image: `image:` of compose, `FROM` of a Dockerfile; images that we build have no slashless tag. */
const NAMED = /^(\s*image:\s*|FROM\s+)(?!noderr\/)([\w./-]+:[\w.-]+)(@sha256:[0-9a-f]{64})?/gm;

/** The images that a compose file or a Dockerfile pulls, each once, without their digests. */
export function pulledImages(text: string): string[] {
  return [...new Set([...text.matchAll(NAMED)].map(([, , image = '']) => image))];
}

/** The text with the digest of each image behind its tag; an image without one stays as it is. */
export function withDigests(text: string, digests: ReadonlyMap<string, string>): string {
  return text.replaceAll(NAMED, (whole: string, before: string, image: string) => {
    const digest = digests.get(image);
    return digest === undefined ? whole : `${before}${image}@${digest}`;
  });
}

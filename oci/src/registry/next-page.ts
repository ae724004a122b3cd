/**
 * The path, below `prefix`, that a `Link: <…>; rel="next"` header leads to; undefined where there is none or it leads
 * elsewhere, so that a listing can never be continued on another host or repository.
 */
export function nextPage(link: string | string[] | undefined, from: URL, prefix: string): string | undefined {
  const match = /<([^>]+)>\s*;\s*rel="?next"?/i.exec(Array.isArray(link) ? link.join(',') : (link ?? ''));
  const target = match?.[1];
  if (target === undefined || !URL.canParse(target, from.href)) return undefined;
  const url = new URL(target, from);
  if (url.origin !== from.origin || !url.pathname.startsWith(prefix)) return undefined;
  return `${url.pathname.slice(prefix.length)}${url.search}`;
}

/** The address in the form that goes into settings, without a trailing slash; null when it is none. */
export function parseHubUrl(text: string): string | null {
  try {
    const url = new URL(text.trim());
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
    if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null;
    return url.href.replace(/\/+$/, '');
  } catch {
    return null;
  }
}

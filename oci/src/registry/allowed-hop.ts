import { isLoopback } from './endpoint.ts';

/** What may be fetched through a redirect: documents from the same origin, blobs from listed hosts too. */
export interface HopPolicy {
  origin: string;
  otherHosts: readonly string[];
}

export type Hop = { ok: true; url: URL } | { ok: false; reason: string };

/** Decides where a redirect from `from` may lead. */
export function allowedRedirect(location: string | undefined, from: URL, policy: HopPolicy): Hop {
  if (location === undefined || !URL.canParse(location, from.href)) return refused('without a usable Location');
  return allowedUrl(new URL(location, from), policy);
}

/** Decides whether a token may be fetched from the realm that a registry names. */
export function allowedRealm(realm: string, policy: HopPolicy): Hop {
  if (!URL.canParse(realm)) return refused('to a realm that is not a URL');
  return allowedUrl(new URL(realm), policy);
}

function allowedUrl(url: URL, policy: HopPolicy): Hop {
  if (url.username !== '' || url.password !== '') return refused('to a URL with credentials');
  if (url.origin === policy.origin) return { ok: true, url };
  if (!policy.otherHosts.includes(url.host)) return refused(`to ${url.host}, which is not on the allow list`);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return { ok: true, url };
  return refused(`to ${url.host} without TLS`);
}

function refused(reason: string): Hop {
  return { ok: false, reason };
}

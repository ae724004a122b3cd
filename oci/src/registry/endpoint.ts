import { z } from 'zod';

const Host = z.string().regex(/^[a-z0-9.-]+(:\d+)?$/, 'expected a host in lower case, with its port if it has one');

const RegistryUrl = z.string().transform((text, context): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    context.addIssue('expected https://host[:port]');
    return z.NEVER;
  }
  if (url.href !== `${url.origin}/`) context.addIssue('expected only a scheme, a host and a port');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) context.addIssue('http:// is allowed on loopback only');
  return url.origin;
});

/** One registry, and what it may involve beyond its own host. */
export const RegistryEndpoint = z.strictObject({
  /** `https://host[:port]`; `http://` on loopback only. */
  url: RegistryUrl,
  credentials: z.strictObject({ username: z.string().min(1), password: z.string().min(1) }).optional(),
  /** Hosts, with port where it is not the default, that blobs may be redirected to; they never see credentials. */
  blobHosts: z.array(Host).default([]),
  /** Hosts beside the registry's own that tokens may be fetched from; they see the credentials. */
  realmHosts: z.array(Host).default([]),
  /** PEM of an own certificate authority. */
  ca: z.string().optional(),
});
export type RegistryEndpoint = z.infer<typeof RegistryEndpoint>;

/** True for names that cannot leave this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

/** The URL of a registry named as in an image reference: plain HTTP on loopback, TLS everywhere else, as Docker does. */
export function registryUrlOf(host: string): string {
  const { hostname } = new URL(`http://${host}`);
  return `${isLoopback(hostname) ? 'http' : 'https'}://${host}`;
}

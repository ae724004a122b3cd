import { z } from 'zod';

const Host = z.string().regex(/^[a-z0-9.-]+(:\d+)?$/, 'expected a host in lower case, with its port if it has one');

const RegistryUrl = z
  .url({ protocol: /^https?$/ })
  .refine((text) => {
    const url = new URL(text);
    return url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  }, 'expected only a scheme, a host and a port')
  .refine((text) => {
    const url = new URL(text);
    return url.protocol === 'https:' || isLoopback(url.hostname);
  }, 'http:// is allowed on loopback only')
  .transform((text) => new URL(text).origin);

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

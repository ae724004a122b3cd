import { isIPv4, isIPv6 } from 'node:net';
import { TelemetryError } from '../telemetry-error.ts';

/** Only literal loopback addresses: a name such as `localhost` resolves to whatever the machine's files say. */
export function isLoopbackAddress(host: string): boolean {
  return (isIPv4(host) && host.startsWith('127.')) || (isIPv6(host) && host === '::1');
}

/** Throws TelemetryError `listen/not-loopback`. */
export function requireLoopback(host: string): void {
  if (isLoopbackAddress(host)) return;
  throw new TelemetryError(
    'listen/not-loopback',
    `metrics and profiles listen on 127.0.0.0/8 or ::1 only, not on ${JSON.stringify(host)}`,
  );
}

/**
 * True when a `Host` header names this machine by a loopback address or `localhost`: a page in a browser that had its
 * own name point here sends that name.
 */
export function isLocalHostHeader(header: string | undefined): boolean {
  const host = /^(\[[^\]]+\]|[^:]+)(?::\d{1,5})?$/.exec(header ?? '')?.[1]?.replace(/^\[|\]$/g, '') ?? '';
  return host === 'localhost' || isLoopbackAddress(host);
}

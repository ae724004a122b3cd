import { isLoopback } from '@noderr/settings';

const FORM = 'expected a URL such as postgres://user@host:5432/database';
/** What else `pg` would read from a URL changes how the hub's connections behave. */
const PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'];

/** What is wrong with the URL of a Postgres database; never shows what it holds. */
export function databaseUrlFault(text: string): string | undefined {
  const url = URL.parse(text);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) return FORM;
  if (url.hostname === '' || !/^\/[^/]+$/.test(url.pathname)) return FORM;
  if (![...url.searchParams.keys()].every((name) => PARAMETERS.includes(name))) {
    return `only these can follow the ?: ${PARAMETERS.join(', ')}`;
  }
  return undefined;
}

export function holdsPassword(text: string): boolean {
  return (URL.parse(text)?.password ?? '') !== '';
}

/** A connection that leaves the machine is encrypted and knows its server, or goes to a host of an inner network. */
export function plainDatabaseFault(text: string, plainHosts: readonly string[]): string | undefined {
  const url = URL.parse(text);
  if (!url || url.searchParams.get('sslmode') === 'verify-full') return undefined;
  const host = url.hostname;
  if (isLoopback(host) || plainHosts.includes(host)) return undefined;
  return `${host} is not loopback: end the URL with ?sslmode=verify-full, or name the host in plainHttpHosts`;
}

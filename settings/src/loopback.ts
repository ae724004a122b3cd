const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

/** Whether a host, without its port, can only be this machine. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** What is wrong with a URL that must be HTTPS unless it stays on this machine; undefined when nothing is. */
export function plainUrlFault(option: string, url: string): string | undefined {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:' || isLoopback(hostname)) return undefined;
  return `${option}: http:// only reaches loopback, not ${hostname}: use https://`;
}

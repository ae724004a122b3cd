import { RuntimeFault } from '../runtime-fault.ts';

/** Where dockerd, or the filtering proxy before it, listens; in the form that dockerode takes. */
export type DockerEndpoint = { socketPath: string } | { protocol: 'http' | 'https'; host: string; port: number };

/** Reads `unix:///path`, `tcp://host:port`, `http://host:port` or `https://host:port`. */
export function parseDockerEndpoint(value: string): DockerEndpoint {
  if (value.startsWith('unix://')) return { socketPath: value.slice('unix://'.length) };
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !['tcp:', 'http:', 'https:'].includes(url.protocol) || url.hostname === '') {
    throw new RuntimeFault(
      'docker/failed',
      `not a Docker endpoint: ${value} (expected unix:///path or tcp://host:port)`,
    );
  }
  const protocol = url.protocol === 'https:' ? 'https' : 'http';
  return { protocol, host: url.hostname, port: Number(url.port || (protocol === 'https' ? 2376 : 2375)) };
}

import { isIP } from 'node:net';
import { RuntimeFault } from '../runtime-fault.ts';

export interface PortMapping {
  hostIp: string;
  hostPort: number;
  /** As Docker names it: `8080/tcp`. */
  containerPort: string;
}

const FORM =
  /^(?:(?<ip>\[[0-9a-fA-F:]+\]|[0-9.]+):)?(?<host>\d{1,5}):(?<container>\d{1,5})(?:\/(?<protocol>tcp|udp))?$/;

function isPort(value: number): boolean {
  return value >= 1 && value <= 65_535;
}

/** Reads `[IP:]HOST:CONTAINER[/tcp|udp]`; without an address it is loopback, never every interface. */
export function parsePort(value: string): PortMapping {
  const groups = FORM.exec(value)?.groups;
  const hostIp = (groups?.ip ?? '127.0.0.1').replace(/^\[|\]$/g, '');
  const hostPort = Number(groups?.host);
  const containerPort = Number(groups?.container);
  if (groups === undefined || isIP(hostIp) === 0 || !isPort(hostPort) || !isPort(containerPort)) {
    throw new RuntimeFault(
      'docker/unsafe-template',
      `not a port mapping: ${value} (expected such as 127.0.0.1:8080:8080/tcp)`,
    );
  }
  return { hostIp, hostPort, containerPort: `${containerPort}/${groups.protocol ?? 'tcp'}` };
}

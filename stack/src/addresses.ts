import { type StackKeys } from './keys.ts';
import { type Ports } from './run/ports.ts';

/** Where the parts of a running stack are; all on loopback. */
export interface Addresses {
  chain: string;
  /** With its scheme. */
  registry: string;
  hub: string;
  /** Grafana, or the workbench. */
  pages: string;
  deploymentFile: string;
  keys: StackKeys;
}

export function addressesOf(ports: Ports, deploymentFile: string, keys: StackKeys): Addresses {
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  return {
    chain: at(ports.chain),
    registry: at(ports.registry),
    hub: at(ports.hub),
    pages: at(ports.pages),
    deploymentFile,
    keys,
  };
}

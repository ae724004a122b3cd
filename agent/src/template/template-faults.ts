import { parsePort } from '../runtime/docker/port-mapping.ts';
import { bindRefusal } from '../runtime/docker/safe-spec.ts';
import { type ServiceTemplate } from './service-template.ts';

function portFault(port: string): string | null {
  try {
    parsePort(port);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What the runtime would refuse in templates at a swap, said when they are read. */
export function templateFaults(templates: readonly ServiceTemplate[], allowedBinds: readonly string[]): string[] {
  return templates.flatMap(({ service, mounts, ports }) => {
    const binds = mounts.map((mount) => mount.source).filter((source) => source.startsWith('/'));
    return [...binds.map((source) => bindRefusal(source, allowedBinds)), ...ports.map(portFault)]
      .filter((reason) => reason !== null)
      .map((reason) => `${service}: ${reason}`);
  });
}

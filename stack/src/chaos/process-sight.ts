import { join } from 'node:path';
import { ContainerStore } from '../process-runtime/container-store.ts';
import { commandOf, environmentOf } from './proc-files.ts';
import { createProcessTable, type Recognise } from './process-table.ts';
import { type Sight, type Sighting } from './sight.ts';

/**
 * The containers of the process runtime, by the processes themselves: one that its runtime has lost track of is seen
 * too, and so is a second one of the same container.
 *
 * @param machine the runtime's folder
 */
export function createProcessSight(machine: string): Sight {
  const containers = new ContainerStore(join(machine, 'containers'));
  const images = join(machine, 'images');
  /** Also of containers that are gone, so that a process that outlives its container is still known. */
  const byAddress = new Map<string, Sighting & { command: string }>();

  function learn(): void {
    for (const { id, labels, address, command } of containers.all()) {
      if (!labels) continue;
      const { nodeId, service } = labels;
      byAddress.set(address, { nodeId, service, container: id, command: command.join('\0') });
    }
  }

  const recognise: Recognise = (pid) => {
    const command = commandOf(pid);
    if (!command[0]?.startsWith(images)) return null;
    const address = environmentOf(pid).get('LISTEN_HOST');
    if (address === undefined) return null;
    learn();
    const found = byAddress.get(address);
    if (!found) return 'not-yet';
    const { command: main, ...sighting } = found;
    // A health check runs another program of the same image with the same environment.
    return command.join('\0') === main ? sighting : null;
  };

  return createProcessTable({ recognise, oncePerContainer: false, now: () => performance.now() });
}

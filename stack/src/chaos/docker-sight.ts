import { join } from 'node:path';
import { z } from 'zod';
import { commandOf, textOf } from './proc-files.ts';
import { createProcessTable, type Recognise } from './process-table.ts';
import { type Sight, type Sighting } from './sight.ts';

/** The part of a container's own file in Docker's data folder that says whose it is. */
const ContainerFile = z.object({
  Config: z.object({ Labels: z.record(z.string(), z.string()).nullable() }),
});

/**
 * The containers of a Docker daemon, by the control groups of the processes themselves: also while the daemon is down,
 * and also those that it has lost track of.
 *
 * @param dataRoot the daemon's data folder
 */
export function createDockerSight(dataRoot: string): Sight {
  const known = new Map<string, Sighting>();

  function sightingOf(container: string): Sighting | null {
    const seen = known.get(container);
    if (seen) return seen;
    const text = textOf(join(dataRoot, 'containers', container, 'config.v2.json'));
    const file = text === '' ? null : ContainerFile.safeParse(jsonOf(text));
    const labels = file?.data?.Config.Labels ?? {};
    const nodeId = labels['io.noderr.node'];
    const service = labels['io.noderr.service'];
    if (nodeId === undefined || service === undefined) return null;
    const sighting = { nodeId, service, container };
    known.set(container, sighting);
    return sighting;
  }

  const recognise: Recognise = (pid) => {
    const container = /[0-9a-f]{64}/.exec(textOf(`/proc/${pid}/cgroup`))?.[0];
    const command = commandOf(pid);
    if (container === undefined) return command[0] === 'runc' ? 'not-yet' : null;
    // Created but not started yet, or on its way to become the program.
    if (command.length === 0 || (command[0] ?? '').endsWith('runc')) return 'not-yet';
    return sightingOf(container);
  };

  return createProcessTable({ recognise, oncePerContainer: true, now: () => performance.now() });
}

/** Null while the daemon is writing it. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** sun_path holds 108 bytes, its end included. */
const MAX_PATH_BYTES = 100;

/** Where the agent of a state folder listens; long folders get a short place of their own. */
export function controlSocketPath(stateDir: string): string {
  const folder = resolve(stateDir);
  const path = join(folder, 'agent.sock');
  if (Buffer.byteLength(path) <= MAX_PATH_BYTES) return path;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  return join(tmpdir(), `noderr-agent-${name}`, 'agent.sock');
}

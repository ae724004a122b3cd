import { type Actor } from '@noderr/protocol';
import { userInfo } from 'node:os';

/** Who runs this command, for the audit log: the system's user; by number where it has no name, as in a container. */
export function cliActor(nameOfUser = () => userInfo().username): Actor {
  try {
    return { kind: 'cli', name: nameOfUser() };
  } catch {
    return { kind: 'cli', name: `uid ${process.getuid?.() ?? 'unknown'}` };
  }
}

import { resolve } from 'node:path';

/** A path from the environment as the caller meant it: npm starts a script in its package, and keeps where it was called. */
export function callersPath(env: NodeJS.ProcessEnv, path: string): string {
  return resolve(env.INIT_CWD ?? process.cwd(), path);
}

/** The path in an environment variable; null where it is unset or empty. */
export function pathIn(env: NodeJS.ProcessEnv, name: string): string | null {
  const path = env[name];
  return path === undefined || path === '' ? null : callersPath(env, path);
}

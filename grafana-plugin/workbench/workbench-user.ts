import { z } from 'zod';
import { type PluginManifest } from './plugin-manifest.ts';

const ROLES = ['Admin', 'Editor', 'Viewer'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** Who the page claims to be: the header `x-workbench-user: <role>[:<login>]`. */
export interface WorkbenchUser {
  id: number;
  login: string;
  role: Role;
}

export const USER_HEADER = 'x-workbench-user';

const UserHeader = z.string().regex(/^(Admin|Editor|Viewer)(:[a-z0-9-]{1,30})?$/);

export function parseUser(header: string | undefined): WorkbenchUser | undefined {
  const parsed = UserHeader.safeParse(header);
  if (!parsed.success) return undefined;
  const [roleText, login] = parsed.data.split(':');
  const role = Role.parse(roleText);
  const name = login ?? role.toLowerCase();
  return { id: idOf(name), login: name, role };
}

/** A small stable number per login; 1 is the first admin, as in Grafana. */
function idOf(login: string): number {
  const known = ['admin', 'editor', 'viewer'].indexOf(login);
  if (known >= 0) return known + 1;
  return Array.from(login).reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 9973, 7) + 10;
}

const BELOW: Readonly<Record<Role, readonly Role[]>> = {
  Admin: ['Admin', 'Editor', 'Viewer'],
  Editor: ['Editor', 'Viewer'],
  Viewer: ['Viewer'],
};

/** The Grafana actions that the manifest grants to a role. */
export function actionsOf(manifest: PluginManifest, role: Role): ReadonlySet<string> {
  const held = BELOW[role];
  return new Set(
    manifest.roles
      .filter((entry) => entry.grants.some((grant) => held.some((one) => one === grant)))
      .flatMap((entry) => entry.role.permissions.map((permission) => permission.action)),
  );
}

import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const Header = z.object({ name: z.string(), content: z.string() });

export const PluginRoute = z.object({
  path: z.string(),
  method: z.string(),
  reqAction: z.string(),
  url: z.string(),
  headers: z.array(Header),
});
export type PluginRoute = z.infer<typeof PluginRoute>;

/** The part of `plugin.json` that the workbench imitates. */
export const PluginManifest = z.object({
  id: z.string(),
  name: z.string(),
  includes: z.array(
    z.object({
      name: z.string(),
      path: z.string(),
      action: z.string().optional(),
      role: z.string().optional(),
      addToNav: z.boolean().default(false),
    }),
  ),
  roles: z.array(
    z.object({
      role: z.object({ permissions: z.array(z.object({ action: z.string() })) }),
      grants: z.array(z.string()),
    }),
  ),
  routes: z.array(PluginRoute),
});
export type PluginManifest = z.infer<typeof PluginManifest>;

export async function readManifest(file: URL): Promise<PluginManifest> {
  return PluginManifest.parse(JSON.parse(await readFile(file, 'utf8')));
}

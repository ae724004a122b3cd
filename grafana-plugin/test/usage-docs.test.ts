import { readdir, readFile, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { PluginManifest } from '../workbench/plugin-manifest.ts';

const root = new URL('../../', import.meta.url);
const images = new URL('docs/usage/images/', root);

const PAGES = ['home', 'nodes', 'node', 'release', 'timeline', 'versions', 'audit', 'enrolment', 'config'];

describe('the guide to the pages', () => {
  it('has a picture of every page, dark and light, with 0, 3 and 1 000 nodes, and stays small', async () => {
    const names = await readdir(images);
    const wanted = PAGES.flatMap((page) =>
      ['0', '3', '1000'].flatMap((count) => ['dark', 'light'].map((theme) => `${page}-${count}-${theme}.png`)),
    );
    expect(wanted.filter((name) => !names.includes(name))).toEqual([]);
    const sizes = await Promise.all(names.map(async (name) => (await stat(new URL(name, images))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(6_000_000);
  });

  it.each(['docs/usage/pages.md', 'README.md'])('%s shows pictures that are there', async (path) => {
    const file = new URL(path, root);
    const shown = [...(await readFile(file, 'utf8')).matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(
      ([, target = '']) => target,
    );
    expect(shown.length).toBeGreaterThan(0);
    for (const target of shown) expect((await stat(new URL(target, file))).isFile(), target).toBe(true);
  });

  it('names each page of the menu and each right', async () => {
    const manifest = PluginManifest.parse(
      JSON.parse(await readFile(new URL('../src/plugin.json', import.meta.url), 'utf8')),
    );
    const text = await readFile(new URL('docs/usage/pages.md', root), 'utf8');
    for (const { name } of manifest.includes) expect(text).toContain(`## ${name}\n`);
    for (const { role } of manifest.roles) {
      for (const { action } of role.permissions) expect(text).toContain(`\`${action}\``);
    }
  });
});

describe('the provisioning file', () => {
  it('takes secrets from files and says that it overwrites', async () => {
    const text = await readFile(new URL('provisioning/grafana/plugins/noderr-hub-app.yaml', root), 'utf8');
    expect(text).toMatch(/^\s+provisioned: true$/m);
    for (const secret of ['readSecret', 'adminSecret']) {
      expect(text).toMatch(new RegExp(`^\\s+${secret}: \\$__file\\{/[\\w/-]+\\}$`, 'm'));
    }
  });
});

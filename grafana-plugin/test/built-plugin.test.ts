import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { externals } from '../.config/webpack/externals.ts';
import { PluginManifest } from '../workbench/plugin-manifest.ts';

const dist = new URL('../dist/', import.meta.url);
const title = 'the built plugin';
const isMissing = !existsSync(new URL('module.js', dist));
if (isMissing && process.env['REQUIRE_ALL'] === '1') throw new Error(`${title}: npm run build:plugin`);
if (isMissing) console.warn(`skipped: ${title} (npm run build:plugin)`);

async function scripts(): Promise<Map<string, Buffer>> {
  const names = (await readdir(dist)).filter((name) => name.endsWith('.js'));
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, dist))] as const)));
}

describe.skipIf(isMissing)(title, () => {
  it('loads in steps: a module of at most 15 kB gzipped, no chunk over 250 kB', async () => {
    const files = await scripts();
    const module = files.get('module.js');
    expect(module && gzipSync(module, { level: 9 }).length).toBeLessThanOrEqual(15_000);
    const large = [...files].filter(([, bytes]) => bytes.length > 250_000).map(([name]) => name);
    expect(large).toEqual([]);
    expect(files.size).toBeGreaterThan(5);
  });

  it('has the content hash in the name of each chunk', async () => {
    const names = [...(await scripts()).keys()].filter((name) => name !== 'module.js');
    expect(names.filter((name) => !/\.[0-9a-f]{16,}\.js$/.test(name))).toEqual([]);
  });

  it('asks Grafana only for what every plugin gets, React and its JSX runtime among it', async () => {
    const module = (await readFile(new URL('module.js', dist), 'utf8')).replace(/^\/\*.*?\*\/\s*/s, '');
    const [, list = ''] = /^define\(\[([^\]]*)\]/.exec(module) ?? [];
    const wanted = list.split(',').map((name) => name.trim().replaceAll('"', ''));
    const given = externals.flatMap((one) =>
      typeof one === 'string' || one instanceof RegExp ? [one] : Object.values(one),
    );
    const unknown = wanted.filter(
      (name) => !given.some((one) => (one instanceof RegExp ? one.test(name) : one === name)),
    );
    expect(unknown).toEqual([]);
    expect(wanted).toEqual(expect.arrayContaining(['react', 'react/jsx-runtime', 'react-router', '@grafana/runtime']));
  });

  it('names its version and day, and the files of its pictures are there', async () => {
    const manifest = JSON.parse(await readFile(new URL('plugin.json', dist), 'utf8')) as {
      id: string;
      info: { version: string; updated: string; logos: Record<string, string> };
      dependencies: { grafanaDependency: string };
    };
    expect(manifest.id).toBe('noderr-hub-app');
    expect(manifest.info.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(manifest.info.updated).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(manifest.dependencies.grafanaDependency).toBe('>=12.3.0');
    for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE', ...Object.values(manifest.info.logos)]) {
      expect(existsSync(new URL(file, dist)), file).toBe(true);
    }
  });
});

describe('plugin.json', () => {
  it('gives each route one verb, a right that a role grants, the hub’s API and one of the two secrets', async () => {
    const manifest = PluginManifest.parse(
      JSON.parse(await readFile(new URL('../src/plugin.json', import.meta.url), 'utf8')),
    );
    const granted = new Set(manifest.roles.flatMap(({ role }) => role.permissions.map(({ action }) => action)));
    for (const route of manifest.routes) {
      expect(route.method, route.path).toMatch(/^(GET|POST)$/);
      expect(granted, route.path).toContain(route.reqAction);
      expect(route.url, route.path).toMatch(/^\{\{ \.JsonData\.hubUrl \}\}\/api\/v1(\/|$)/);
      const secret = route.reqAction.endsWith(':read') ? 'readSecret' : 'adminSecret';
      expect(route.headers, route.path).toEqual([
        { name: 'X-Noderr-Secret', content: `{{ .SecureJsonData.${secret} }}` },
      ]);
    }
    for (const page of manifest.includes) expect(page.role ?? page.action, page.path).toBeDefined();
  });

  it('lets the first route that fits be the strictest: a viewer’s GET reaches no admin secret', async () => {
    const manifest = PluginManifest.parse(
      JSON.parse(await readFile(new URL('../src/plugin.json', import.meta.url), 'utf8')),
    );
    const wild = manifest.routes.findIndex(({ path, method }) => path === 'hub/*' && method === 'GET');
    const later = manifest.routes.slice(wild + 1).filter(({ method }) => method === 'GET');
    expect(wild).toBeGreaterThan(0);
    expect(later).toEqual([]);
  });
});

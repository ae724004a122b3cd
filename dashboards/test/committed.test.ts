import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';
import { describe, expect, it } from 'vitest';
import { allDashboards } from '../src/all-dashboards.ts';
import { fileName, fileText, FOLDER } from '../src/dashboard-files.ts';
import { panelsOf, queriesOf } from '../src/flat-panels.ts';

const PROVISIONING = join(import.meta.dirname, '../../provisioning/grafana');
const RUNBOOKS = join(import.meta.dirname, '../../docs/runbooks');
const PLUGIN = join(import.meta.dirname, '../../grafana-plugin');

const dashboards = allDashboards();

describe('the committed dashboards', () => {
  it('are these four and no other', () => {
    const committed = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
    expect(committed.sort()).toEqual(dashboards.map(fileName).sort());
  });

  it.each(dashboards.map((dashboard) => [fileName(dashboard), dashboard] as const))(
    '%s is what `npm run build -w dashboards` writes',
    (name, dashboard) => {
      expect(readFileSync(join(FOLDER, name), 'utf8')).toBe(fileText(dashboard));
    },
  );
});

describe.each(dashboards.map((dashboard) => [dashboard.title ?? '', dashboard] as const))('%s', (_title, dashboard) => {
  it('is of the schema that Grafana 12 and 13 read', () => {
    expect(dashboard.schemaVersion).toBe(42);
    expect(dashboard.editable).toBe(false);
  });

  it('has an id of its own for each panel, and no panel on top of another', () => {
    const panels = panelsOf(dashboard);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos }) => {
      const { x, y, w, h } = gridPos ?? { x: 0, y: 0, w: 0, h: 0 };
      return Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)}/${y + Math.floor(cell / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos }) => (gridPos?.x ?? 0) + (gridPos?.w ?? 0)))).toBe(24);
  });

  it('says of each panel what it shows, in which unit, from when on it is bad', () => {
    for (const { title, description, fieldConfig } of panelsOf(dashboard)) {
      expect(title).toBeTruthy();
      expect(description, title).toMatch(/\.$/);
      expect(fieldConfig?.defaults.unit, title).toBeTruthy();
      expect(fieldConfig?.defaults.thresholds?.steps.length, title).toBeGreaterThan(0);
    }
  });

  it('asks only datasources that are provisioned', () => {
    const provisioned = readFileSync(join(PROVISIONING, 'datasources/noderr.yml'), 'utf8');
    for (const { datasource } of queriesOf(dashboard)) expect(provisioned).toContain(`uid: ${datasource}\n`);
  });

  it('links to the other dashboards, to pages of the app, and to runbooks that are there', () => {
    const text = JSON.stringify(dashboard);
    expect(
      dashboard.links?.some(({ type, tags }) => type === DashboardLinkType.Dashboards && tags.includes('noderr')),
    ).toBe(true);
    const runbooks = [...text.matchAll(/\/runbooks\/(\w+)\.md/g)].flatMap(([, name]) => name ?? []);
    expect(runbooks.length).toBeGreaterThan(0);
    expect(readdirSync(RUNBOOKS)).toEqual(expect.arrayContaining(runbooks.map((name) => `${name}.md`)));
    const { includes } = JSON.parse(readFileSync(join(PLUGIN, 'src/plugin.json'), 'utf8')) as {
      includes: { path: string }[];
    };
    const pages = [...text.matchAll(/"(\/a\/[^"$?]*?)\/?["$?]/g)].flatMap(([, path]) => path ?? []);
    expect(pages.length).toBeGreaterThan(0);
    expect(includes.map(({ path }) => path)).toEqual(expect.arrayContaining(pages));
  });

  it('opens runbooks, which are no pages of Grafana, in a tab of their own', () => {
    const links = [...JSON.stringify(dashboard).matchAll(/\{[^{}]*"url":"\/public\/(?:[^{}]|\$\{\w[^}]*\})*\}/g)];
    expect(links.length).toBeGreaterThan(0);
    for (const [link] of links) expect(link).toContain('"targetBlank":true');
  });

  it('counts in the cells of a heatmap what its buckets do not measure', () => {
    for (const { title, type, options, fieldConfig } of panelsOf(dashboard)) {
      if (type !== 'heatmap') continue;
      const { yAxis } = options as { yAxis: { unit: string } };
      expect(fieldConfig?.defaults.unit, title).not.toBe(yAxis.unit);
    }
  });

  it('marks changes of directives and alerts', () => {
    const names = (dashboard.annotations.list ?? []).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Directive changes', 'Alerts']));
  });
});

it.each([
  ['{name="node-1",node_id="0xab"} 1 1000', { text: 'node-1', value: '0xab' }],
  ['{node_id="0xab"} 1 1000', { value: '0xab' }],
])('the choice of a node takes name and id from %s', (answer, expected) => {
  const chosen = dashboards.flatMap(({ templating }) => templating.list ?? []).filter(({ name }) => name === 'node_id');
  expect(chosen.length).toBe(3);
  for (const { regex = '' } of chosen) {
    // As Grafana reads it: a pattern between slashes, with its flags.
    const [, pattern = '', flags] = /^\/(.*)\/(g)$/.exec(regex) ?? [];
    const groups = [...answer.matchAll(new RegExp(pattern, flags))].map((match) => match.groups);
    const found = groups.flatMap((group) =>
      Object.entries(group ?? {}).filter(([, value]) => (value as string | undefined) !== undefined),
    );
    expect(Object.fromEntries(found)).toEqual(expected);
  }
});

it('the runbooks lie where the links lead: in the folder of the plugin', () => {
  const config = readFileSync(join(PLUGIN, '.config/webpack/plugin.config.ts'), 'utf8');
  expect(config).toContain("{ from: '../docs/runbooks', to: 'runbooks' }");
});

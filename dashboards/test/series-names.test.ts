import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parser as logql } from '@grafana/lezer-logql';
import { describe, expect, it } from 'vitest';
import { allDashboards } from '../src/all-dashboards.ts';
import { queriesOf } from '../src/flat-panels.ts';
import { exportedSeries, MORE_VALUES } from './exported-series.ts';
import { filledIn } from './filled-in.ts';
import { groupingLabelsOf, selectorsOf } from './promql.ts';
import { expressionsIn, recordedIn } from './rule-files.ts';

const RULES = join(import.meta.dirname, '../../provisioning/prometheus/rules');
const SCRAPE_LABELS = ['job', 'instance'];
/** Labels whose values are not of our making. */
const FREE_VALUES = ['version', 'tier', 'node_id', 'le', 'code', 'fstype', 'alertname', 'job'];
/** The labels of a log stream, and the structured metadata of its lines. */
const STREAM_LABELS = ['cluster', 'tier', 'node_id', 'service'];
const LINE_FIELDS = ['level'];

const dashboards = allDashboards().flatMap(queriesOf);
const files = readdirSync(RULES).map((name) => readFileSync(join(RULES, name), 'utf8'));
const ofDashboards = dashboards.filter(({ datasource }) => datasource === 'noderr-prometheus');
const ofRules = files.flatMap(expressionsIn).map((expr) => ({ of: 'rules', expr }));
const queries = [...ofRules, ...ofDashboards.map(({ of, expr }) => ({ of, expr: filledIn(expr) }))];

describe('each series that rules and dashboards ask for', async () => {
  const recorded = new Set(files.flatMap(recordedIn));
  const exported = await exportedSeries();

  it('is looked at in every rule', () => {
    expect(ofRules.length).toBe(files.join('').match(/- (alert|record):/g)?.length);
  });

  it.each(queries)('is exported or recorded: $of: $expr', ({ expr }) => {
    for (const { name } of selectorsOf(expr)) {
      expect([...exported.keys(), ...recorded]).toContain(name);
    }
  });

  it.each(queries)('has the labels and values that it is asked by: $of: $expr', ({ expr }) => {
    for (const { name, matchers } of selectorsOf(expr)) {
      const labels = exported.get(name);
      for (const { label, value } of matchers) {
        if (labels) expect([...labels.keys(), ...SCRAPE_LABELS], `labels of ${name}`).toContain(label);
        if (FREE_VALUES.includes(label)) continue;
        const known = [...(labels?.get(label) ?? []), ...(MORE_VALUES[`${name}/${label}`] ?? []), '.*'];
        expect(known, `${label} of ${name}`).toEqual(expect.arrayContaining(value.split('|')));
      }
    }
  });

  it.each(queries)('is grouped and joined by labels that there are: $of: $expr', ({ expr }) => {
    const all = [...exported.values()].flatMap((labels) => [...labels.keys()]);
    expect([...new Set(all), ...SCRAPE_LABELS]).toEqual(expect.arrayContaining(groupingLabelsOf(expr)));
  });

  it('is recorded only where somebody asks for it', () => {
    const asked = new Set(queries.flatMap(({ expr }) => selectorsOf(expr)).map(({ name }) => name));
    expect([...recorded].filter((name) => !asked.has(name))).toEqual([]);
  });

  it('is a ratio by `le` wherever a quantile is taken', () => {
    for (const { expr } of queries.filter(({ expr: text }) => text.includes('histogram_quantile'))) {
      for (const { name } of selectorsOf(expr)) {
        if (!name.includes('_bucket')) continue;
        expect(name.includes(':rate') || /(rate|increase)\(/.test(expr), expr).toBe(true);
        expect(expr.includes('by (le)') || name.startsWith('service:'), expr).toBe(true);
      }
    }
  });
});

describe('each query for logs', () => {
  const lines = dashboards.filter(({ datasource }) => datasource === 'noderr-loki');

  it('is there', () => {
    expect(lines.length).toBeGreaterThan(0);
  });

  it.each(lines)('is LogQL, over labels of streams, at least one of which is not empty: $of', ({ expr }) => {
    const text = filledIn(expr);
    const labels: string[] = [];
    const fields: string[] = [];
    let bound = false;
    logql.parse(text).iterate({
      enter: ({ node }) => {
        if (node.type.isError) throw new Error(`no LogQL at ${node.from}: ${text}`);
        if (node.name !== 'Matcher') return;
        const [label = '', value = ''] = text.slice(node.from, node.to).split(/!?=~?/);
        if (node.parent?.name === 'LabelFilter') {
          fields.push(label.trim());
          return;
        }
        labels.push(label.trim());
        bound ||= !['""', '".*"'].includes(value.trim());
      },
    });
    expect(STREAM_LABELS).toEqual(expect.arrayContaining(labels));
    expect(LINE_FIELDS).toEqual(expect.arrayContaining(fields));
    expect(bound).toBe(true);
  });
});

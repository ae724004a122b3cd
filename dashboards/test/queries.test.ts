import { describeWith, until } from '@noderr/alerts/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allDashboards } from '../src/all-dashboards.ts';
import { panelsOf, queriesOf } from '../src/flat-panels.ts';
import { type FilledPrometheus, type Series, startFilledPrometheus } from './filled-prometheus.ts';
import { filledIn } from './filled-in.ts';
import { simulatedFleet } from './simulated-fleet.ts';

const NODES = 20;
const HISTORY_S = 600;
const SAMPLED_EVERY_S = 15;

/** A recorded series that needs all the others, an alert of a node and one of a tier: each from another group. */
const LAST_OF_THE_RULES = [
  'tier_version:node_memory_used:nodes_bucket',
  'ALERTS{alertname="PositionLimitBreached",alertstate="firing"}',
  'ALERTS{alertname="RolloutFailureRateHigh",alertstate="firing"}',
];

/** Alerts of parts of the stack take minutes to fire. */
const RARE_COLUMNS = ['instance'];

const tables = allDashboards()
  .flatMap(panelsOf)
  .filter(({ type }) => type === 'table');

const queries = allDashboards()
  .flatMap(queriesOf)
  .filter(({ datasource }) => datasource === 'noderr-prometheus');

describeWith(['prometheus', 'promtool'], 'the queries of the dashboards, over a fleet of twenty nodes', () => {
  const now = Math.floor(Date.now() / 1000);
  let prometheus: FilledPrometheus | null = null;

  beforeAll(async () => {
    const shape = { nodes: NODES, from: now - HISTORY_S, to: now, step: SAMPLED_EVERY_S };
    prometheus = await startFilledPrometheus(simulatedFleet(shape));
    await until('every rule evaluated', async () => {
      const last = await Promise.all(LAST_OF_THE_RULES.map((series) => ask(`count(${series})`, true)));
      return last.every(([count]) => count !== undefined);
    });
  });
  afterAll(async () => {
    await prometheus?.close();
  });

  describe.each(queries.map((query) => [query.of, query] as const))('%s', (_of, { expr, instant }) => {
    it(`returns data: ${expr}`, async () => {
      const series = await ask(filledIn(expr), instant);
      expect(series.length).toBeGreaterThan(0);
      expect(series.some(({ values }) => values.some(Number.isFinite))).toBe(true);
      for (const { values } of series) expect(values.at(-1)).not.toBeNaN();
    });
  });

  it('take the machine of the stack for no node', async () => {
    expect(await ask('node:node_filesystem_avail:ratio{node_id=""}', true)).toHaveLength(1);
    const byNode = queries.filter(({ expr }) => expr.includes('node_id') && !expr.includes('ALERTS'));
    const series = await Promise.all(byNode.map(({ expr, instant }) => ask(filledIn(expr), instant)));
    const ofNodes = series.filter((each) => each.some(({ metric }) => 'node_id' in metric));
    expect(ofNodes.length).toBeGreaterThan(8);
    for (const each of ofNodes) expect(each.filter(({ metric }) => (metric.node_id ?? '') === '')).toEqual([]);
  });

  it.each(tables.map((table) => [table.title ?? '', table] as const))(
    'give the table %s every column that it shows',
    async (_title, { targets = [], transformations = [] }) => {
      const columns = new Set(RARE_COLUMNS);
      for (const { refId, expr } of targets as unknown as { refId: string; expr: string }[]) {
        const series = await ask(filledIn(expr), true);
        for (const label of series.flatMap(({ metric }) => Object.keys(metric))) columns.add(label);
        columns.add(targets.length === 1 ? 'Value' : `Value #${refId}`);
      }
      const organize = transformations.find(({ id }) => id === 'organize')?.options as Organize | undefined;
      expect([...columns]).toEqual(expect.arrayContaining(Object.keys(organize?.includeByName ?? { none: true })));
    },
  );

  it('name nodes, and those without a name by their ids', async () => {
    const asNamed = (name: string): string => `count(node:noderr_version:info{name="${name}"})`;
    expect((await ask(asNamed('node-2'), true))[0]?.values).toEqual([1]);
    expect((await ask(asNamed(''), true))[0]?.values).toEqual([1]);
    const disks = queries.find(({ of }) => of === 'Node Details: Fullest disks');
    const bars = (await ask(filledIn(disks?.expr ?? ''), true)).map(({ metric }) => metric['node'] ?? '');
    expect(bars).toContain('node-2');
    expect(bars.filter((name) => /^0x[0-9a-f]{8}$/.test(name))).toHaveLength(1);
  });

  it('agree with the fleet', async () => {
    const count = async (expr: string): Promise<number | undefined> => (await ask(expr, true))[0]?.values[0];
    expect(await count('sum(tier_version:noderr_nodes:count)')).toBe(NODES);
    expect(await count('sum(tier_version:noderr_nodes:count{status="suspended"})')).toBe(1);
    expect(await count('sum(tier_version:noderr_nodes:count{version="1.0.0"})')).toBe(2);
    expect(await count('sum(tier_version:http_errors:rate5m) / sum(tier_version:http_requests:rate5m)')).toBeCloseTo(
      0.5 / 9.5,
      4,
    );
    expect(await count('sum(tier_version:node_cpu_busy:nodes_bucket{le="0.5"})')).toBe(NODES / 2);
    expect(await count('sum(tier_version:node_cpu_busy:nodes_bucket{le="1"})')).toBe(NODES);
    expect(await count('max(node:noderr_version:info)')).toBe(1);
  });

  interface Organize {
    includeByName: Record<string, boolean>;
  }

  /** At the present moment, or over the last minutes: recorded series have the last seconds of them. */
  async function ask(expr: string, instant: boolean): Promise<Series[]> {
    if (prometheus === null) throw new Error('Prometheus has not started');
    const at = Date.now() / 1000;
    return instant ? prometheus.instant(expr, at) : prometheus.range(expr, at - HISTORY_S, at, 1);
  }
});

/**
 * `npm run bench:dashboards [-- NODES]`: how long Prometheus takes for each query of the dashboards, over a day of a fleet
 * that was recorded every 60 s; at the step that Grafana asks for, and at 60 s. Goal: p95 < 300 ms with 1 000 nodes.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { programPath, startServer } from '@noderr/alerts/testing';
import { allDashboards } from '../src/all-dashboards.ts';
import { type DashboardQuery, queriesOf } from '../src/flat-panels.ts';
import { MAX_POINTS } from '../src/panels/graph.ts';
import { filledIn } from '../test/filled-in.ts';
import { selectorsOf } from '../test/promql.ts';
import { DAY_S, RECORDED_EVERY_S, samplesOf, seriesOfDay } from './recorded-day.ts';

const REPEATS = 3;
/** Blocks of Prometheus' own size; seconds. */
const BLOCK_S = 7_200;
/** Grafana rounds the step up; seconds. */
const GRAFANA_STEP_S = Math.ceil(DAY_S / MAX_POINTS / 60) * 60;

const nodes = Number(process.argv[2] ?? 1_000);
const queries = allDashboards()
  .flatMap(queriesOf)
  .filter(({ datasource }) => datasource === 'noderr-prometheus')
  .map((query) => ({ ...query, expr: filledIn(query.expr.replaceAll('$__range', '1d')) }));

const folder = mkdtempSync(join(tmpdir(), 'noderr-bench-dashboards-'));
try {
  const data = join(folder, 'data');
  const now = Math.floor(Date.now() / 1000 / RECORDED_EVERY_S) * RECORDED_EVERY_S;
  const wholeDay = seriesOfDay(namesIn(queries.filter(needsDay)), nodes);
  const known = new Set(wholeDay);
  const atTheEnd = seriesOfDay(namesIn(queries), nodes).filter((name) => !known.has(name));
  console.log(`${nodes} nodes, ${wholeDay.length} series over a day, ${atTheEnd.length} asked for one moment only`);
  fill(data, wholeDay, now - DAY_S, now);
  fill(data, atTheEnd, now - 600, now);
  writeFileSync(join(folder, 'prometheus.yml'), '');
  const server = await startServer('prometheus', (address) => [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${data}`,
    `--web.listen-address=${address}`,
  ]);
  try {
    console.log(`load before: ${loadavg()[0]?.toFixed(1) ?? ''}`);
    await measure(server.url, now, GRAFANA_STEP_S, 'as Grafana asks');
    await measure(server.url, now, RECORDED_EVERY_S, 'at 60 s');
    console.log(`load after: ${loadavg()[0]?.toFixed(1) ?? ''}`);
  } finally {
    await server.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function namesIn(of: readonly DashboardQuery[]): Set<string> {
  return new Set(of.flatMap(({ expr }) => selectorsOf(expr).map(({ name }) => name)));
}

/** One that looks at a single moment needs no more than that. */
function needsDay({ instant, expr }: DashboardQuery): boolean {
  return !instant || expr.includes('[');
}

function fill(data: string, series: readonly string[], start: number, end: number): void {
  mkdirSync(data, { recursive: true });
  const file = join(folder, 'samples');
  for (let from = start; from < end; from += BLOCK_S) {
    writeFileSync(file, '');
    for (const chunk of samplesOf(series, from, Math.min(from + BLOCK_S, end))) appendFileSync(file, chunk);
    execFileSync(programPath('promtool'), ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', file, data]);
  }
}

async function measure(url: string, now: number, step: number, how: string): Promise<void> {
  const times: { query: DashboardQuery; ms: number }[] = [];
  for (const query of queries) {
    for (let n = 0; n < REPEATS; n += 1) {
      const from = performance.now();
      await ask(url, query, now, step);
      times.push({ query, ms: performance.now() - from });
    }
  }
  times.sort((a, b) => a.ms - b.ms);
  const at = (share: number): string => `${Math.round(times[Math.floor((times.length - 1) * share)]?.ms ?? 0)} ms`;
  console.log(
    `${how}, step ${step} s: ${queries.length} queries × ${REPEATS}: p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)}`,
  );
  const slowest = new Map(times.map(({ query, ms }) => [query.of, ms]));
  for (const [of, ms] of [...slowest].sort((a, b) => b[1] - a[1]).slice(0, 3))
    console.log(`  ${Math.round(ms)} ms  ${of}`);
}

async function ask(url: string, { expr, instant }: DashboardQuery, now: number, step: number): Promise<void> {
  const end = String(now - RECORDED_EVERY_S);
  const range = { start: String(now - DAY_S), end, step: String(step) };
  const body = new URLSearchParams({ query: expr, ...(instant ? { time: end } : range) });
  const response = await fetch(`${url}/api/v1/${instant ? 'query' : 'query_range'}`, { method: 'POST', body });
  const answer = (await response.json()) as { status: string; error?: string };
  if (answer.status !== 'success') throw new Error(`${expr}: ${answer.error ?? ''}`);
}

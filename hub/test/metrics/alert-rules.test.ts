import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AGENT_STATE_NAMES,
  emptyPlaceCounts,
  NODE_PLACES,
  OUTCOMES,
  type Ms,
  type Seq,
  type Version,
} from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { type FleetNode, type NodeOutcome } from '../../src/fleet/fleet.ts';
import { createIngestMetrics } from '../../src/ingest/ingest-metrics.ts';
import { RESERVED_PREFIXES } from '../../src/ingest/reserved-names.ts';
import { createHubMetrics } from '../../src/metrics/hub-metrics.ts';
import { type RolloutFact } from '../../src/metrics/rollout-facts.ts';
import { scrape } from '../../src/metrics/scrape.ts';
import { SettableClock } from '../../src/testing/settable-clock.ts';
import { TestNode } from '../../src/testing/test-node.ts';

const RULES = join(import.meta.dirname, '../../../provisioning/prometheus/rules');

/** Prometheus adds these itself. */
const OF_PROMETHEUS = new Map([['up', new Set(['job'])]]);
const SCRAPE_LABELS = ['job', 'instance'];

const KNOWN_VALUES: Readonly<Record<string, readonly string[]>> = {
  'noderr_rollout_nodes/state': NODE_PLACES,
  'noderr_node_last_outcome/outcome': OUTCOMES,
  'noderr_node_update_state/state': AGENT_STATE_NAMES,
  'noderr_rollout_paused/by': ['guard', 'admin', 'guardian'] satisfies RolloutFact['pausedBy'][],
};

describe('the alert rules', async () => {
  const files = readdirSync(RULES).map((name) => readFileSync(join(RULES, name), 'utf8'));
  const expressions = files.flatMap(expressionsOf);
  const recorded = files.flatMap((text) => [...text.matchAll(/- record: (\S+)$/gm)].flatMap(([, name]) => name ?? []));
  const exported = labelsByName(await exposition());

  it('are found', () => {
    expect(expressions.length).toBe(files.join('').match(/- (alert|record):/g)?.length);
  });

  it('rest on names that no node may push', () => {
    const ours = [...exported.keys()].filter((name) => name.startsWith('noderr_'));
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.filter((name) => !RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix)))).toEqual([]);
  });

  it.each(expressions)('use only what is exported or recorded: %s', (expression) => {
    for (const name of metricNames(expression)) {
      expect([...exported.keys(), ...OF_PROMETHEUS.keys(), ...recorded]).toContain(name);
    }
  });

  it.each(expressions)('ask for labels and values that exist: %s', (expression) => {
    for (const { metric, label, values } of matchersOf(expression)) {
      expect([...(exported.get(metric) ?? []), ...SCRAPE_LABELS]).toContain(label);
      const known = KNOWN_VALUES[`${metric}/${label}`];
      if (known) expect(known).toEqual(expect.arrayContaining(values));
      else expect([...SCRAPE_LABELS, 'version']).toContain(label);
    }
  });
});

/** The text of each `expr:`, on one line. */
function expressionsOf(rules: string): string[] {
  const found = [...rules.matchAll(/^( +)expr: (?:\|\n((?:\1 +.*\n|\n)+)|(.+)$)/gm)];
  return found.map(([, , block, line]) => (block ?? line ?? '').replace(/\s+/g, ' ').trim());
}

/** Identifiers that are neither functions, operators, labels nor durations. */
function metricNames(expression: string): string[] {
  const bare = expression
    .replace(/"[^"]*"/g, '')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\b(by|on|ignoring|without|group_left|group_right) *\([^)]*\)/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/(?<![\w:])(and|or|unless|bool)\b/g, '');
  return [...bare.matchAll(/[a-zA-Z_][\w:]*(?![\w:]* *\()/g)].map(([name]) => name);
}

function matchersOf(expression: string): { metric: string; label: string; values: string[] }[] {
  return [...expression.matchAll(/([\w:]+)\{([^}]*)\}/g)].flatMap(([, metric = '', inside = '']) =>
    [...inside.matchAll(/(\w+)(?:=~|!=|!~|=)"([^"]*)"/g)].map(([, label = '', values = '']) => ({
      metric,
      label,
      values: values.split('|'),
    })),
  );
}

function labelsByName(text: string): Map<string, Set<string>> {
  const labels = new Map<string, Set<string>>();
  for (const [, name = ''] of text.matchAll(/^# TYPE (\S+) /gm)) labels.set(name, new Set());
  for (const [, name = '', inside = ''] of text.matchAll(/^(\w+)\{(.*)\} /gm)) {
    for (const [, label = ''] of inside.matchAll(/(\w+)="/g)) labels.get(name)?.add(label);
  }
  return labels;
}

/** What a hub exports that knows one node, one outcome and one paused rollout. */
function exposition(): Promise<string> {
  const { nodeId, heartbeat } = nodeFacts();
  const node: FleetNode = {
    nodeId,
    name: 'one',
    tier: 'ORACLE',
    enrolledAt: 1 as Ms,
    suspended: null,
    heartbeat,
    heardAt: 100_000 as Ms,
    upSince: 40_000 as Ms,
  };
  const view = { tier: 'ORACLE', status: 'paused', rolloutId: 5 as Seq, counts: emptyPlaceCounts(), stale: true };
  const fact: RolloutFact = {
    view: view as RolloutFact['view'],
    pausedBy: 'guard',
    allowedVersions: ['1.0.0' as Version],
    lastProgressAt: 90_000 as Ms,
    stageTimeoutS: 600,
  };
  const outcome = { nodeId, tier: 'ORACLE', outcome: 'rolled-back', code: 'health/timeout', receivedAt: 7_000 };
  const { registry } = createHubMetrics();
  createIngestMetrics(registry);
  return scrape({
    registry,
    fleet: { list: () => [node] },
    events: { outcomesOf: () => Promise.resolve(new Map([[nodeId, outcome as NodeOutcome]])) },
    rollouts: { rolloutFacts: () => Promise.resolve([fact]) },
    clock: new SettableClock(110_000),
  });
}

function nodeFacts(): Pick<FleetNode, 'nodeId' | 'heartbeat'> {
  const node = new TestNode('a');
  return { nodeId: node.nodeId, heartbeat: node.heartbeat() };
}

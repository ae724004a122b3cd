import { Registry } from '@prometheus-io/client';
import { emptyPlaceCounts, type Ms, type RolloutView, type Seq, type Version } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { type FleetNode, type NodeOutcome } from '../fleet/fleet.ts';
import { SettableClock } from '../testing/settable-clock.ts';
import { TestNode } from '../testing/test-node.ts';
import { exposition } from './exposition.ts';
import { createHubMetrics } from './hub-metrics.ts';
import { type RolloutFact } from './rollout-facts.ts';
import { scrape } from './scrape.ts';

const node = new TestNode('a');
const heard: FleetNode = {
  nodeId: node.nodeId,
  name: 'one',
  tier: 'ALL',
  enrolledAt: 1 as Ms,
  suspended: null,
  heartbeat: node.heartbeat({ clockOffsetMs: -250, telemetry: { lagS: { metrics: 12, logs: null }, droppedTotal: 0 } }),
  heardAt: 100_000 as Ms,
  upSince: 40_000 as Ms,
};
const counts = { ...emptyPlaceCounts(), updated: 3 };
const view = {
  tier: 'ALL',
  status: 'running',
  kind: 'rollout',
  seq: 6 as Seq,
  rolloutId: 5 as Seq,
  counts,
  stale: true,
};
const fact: RolloutFact = {
  view: view as RolloutView,
  targetVersion: '1.1.0' as Version,
  pausedBy: 'guard',
  allowedVersions: ['1.0.0' as Version],
  lastProgressAt: 90_000 as Ms,
  stageTimeoutS: 600,
};
const outcome = { nodeId: node.nodeId, tier: 'ALL', outcome: 'rolled-back', code: 'health/timeout', receivedAt: 7_000 };

describe('a scrape', () => {
  it('tells of nodes and rollouts', async () => {
    const text = await scrape({
      registry: new Registry(),
      fleet: { list: () => [heard] },
      events: { outcomesOf: () => Promise.resolve(new Map([[node.nodeId, outcome as NodeOutcome]])) },
      rollouts: { rolloutFacts: () => Promise.resolve([fact]) },
      signer: { signerFact: () => Promise.resolve({ frozen: true, affordable: 7 }) },
      clock: new SettableClock(110_000),
    });
    const labels = `node_id="${node.nodeId}",tier="ALL"`;
    for (const line of [
      `noderr_node_info{${labels},name="one",version="1.0.0"} 1`,
      `noderr_node_expected{${labels}} 1`,
      `noderr_node_status{${labels},status="active"} 1`,
      `noderr_node_last_heartbeat_timestamp_seconds{${labels}} 100`,
      `noderr_node_uptime_seconds{${labels}} 70`,
      `noderr_node_clock_offset_seconds{${labels}} -0.25`,
      `noderr_node_telemetry_lag_seconds{${labels},signal="metrics"} 12`,
      `noderr_node_update_state{${labels},state="idle"} 1`,
      `noderr_node_service_up{${labels},service="node"} 1`,
      `noderr_node_last_outcome{${labels},outcome="rolled-back",code="health/timeout"} 1`,
      `noderr_directive_seq{tier="ALL"} 6`,
      `noderr_directive_info{tier="ALL",kind="rollout",version="1.1.0"} 1`,
      `noderr_rollout_nodes{tier="ALL",state="updated"} 3`,
      `noderr_rollout_active{tier="ALL"} 1`,
      `noderr_rollout_paused{tier="ALL",by="guard"} 1`,
      `noderr_rollout_last_progress_timestamp_seconds{tier="ALL"} 90`,
      `noderr_rollout_chain_stale{tier="ALL"} 1`,
      `noderr_version_allowed{tier="ALL",version="1.0.0"} 1`,
      'noderr_signer_frozen 1',
      'noderr_signer_affordable_transactions 7',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    expect(text).not.toContain('signal="logs"');
  });

  it('escapes what a label must not hold', () => {
    const samples = [{ labels: { a: 'x"\\\ny' }, value: 1 }];
    expect(exposition([{ name: 'm', help: 'h', samples }])).toContain('m{a="x\\"\\\\\\ny"} 1\n');
  });

  it('measures outcomes from 0 on, and counts refusals', async () => {
    const metrics = createHubMetrics();
    const before = await metrics.registry.metrics();
    expect(before).toContain('noderr_update_duration_seconds_count{tier="ALL",outcome="rolled-back"} 0');
    expect(before).toContain('noderr_rollback_duration_seconds_count{tier="AGENT"} 0');
    metrics.observeOutcome({ ...(outcome as NodeOutcome), durationMs: 12_000, rollbackMs: 900 });
    metrics.countRefusal('identity/expired');
    const text = await metrics.registry.metrics();
    expect(text).toContain('noderr_update_duration_seconds_count{tier="ALL",outcome="rolled-back"} 1');
    expect(text).toContain('noderr_rollback_duration_seconds_bucket{le="1",tier="ALL"} 1');
    expect(text).toContain('noderr_hub_requests_refused_total{code="identity/expired"} 1');
  });
});

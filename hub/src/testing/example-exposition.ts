import { emptyPlaceCounts, type Ms, type Seq, type Version } from '@noderr/protocol';
import { type FleetNode, type NodeOutcome } from '../fleet/fleet.ts';
import { createIngestMetrics } from '../ingest/ingest-metrics.ts';
import { createHubMetrics } from '../metrics/hub-metrics.ts';
import { type RolloutFact } from '../metrics/rollout-facts.ts';
import { scrape } from '../metrics/scrape.ts';
import { SettableClock } from './settable-clock.ts';
import { TestNode } from './test-node.ts';

/** What a hub exports that knows one node, one outcome, one paused rollout, and has a key: every family has a sample. */
export function exampleExposition(): Promise<string> {
  const metrics = createHubMetrics();
  const outcome = { ...OUTCOME, nodeId: NODE.nodeId } as NodeOutcome;
  metrics.observeOutcome(outcome);
  const ingest = createIngestMetrics(metrics.registry);
  ingest.storeAnswered('metrics', 0.1);
  return scrape({
    registry: metrics.registry,
    fleet: { list: () => [fleetNode()] },
    events: { outcomesOf: () => Promise.resolve(new Map([[NODE.nodeId, outcome]])) },
    rollouts: { rolloutFacts: () => Promise.resolve([FACT]) },
    signer: { signerFact: () => Promise.resolve({ frozen: false, affordable: 7 }) },
    clock: new SettableClock(110_000),
  });
}

const NODE = new TestNode('a');

const VIEW = {
  tier: 'ORACLE',
  status: 'paused',
  kind: 'rollout',
  seq: 6 as Seq,
  rolloutId: 5 as Seq,
  counts: emptyPlaceCounts(),
  stale: true,
};

const FACT: RolloutFact = {
  view: VIEW as RolloutFact['view'],
  targetVersion: '1.1.0' as Version,
  pausedBy: 'guard',
  allowedVersions: ['1.0.0' as Version],
  lastProgressAt: 90_000 as Ms,
  stageTimeoutS: 600,
};

const OUTCOME = {
  tier: 'ORACLE',
  outcome: 'rolled-back',
  code: 'health/timeout',
  receivedAt: 7_000,
  durationMs: 12_000,
  rollbackMs: 900,
};

function fleetNode(): FleetNode {
  return {
    nodeId: NODE.nodeId,
    name: 'one',
    tier: 'ORACLE',
    enrolledAt: 1 as Ms,
    suspended: null,
    heartbeat: NODE.heartbeat({ telemetry: { lagS: { metrics: 1, logs: 2 }, droppedTotal: 0 } }),
    heardAt: 100_000 as Ms,
    upSince: 40_000 as Ms,
  };
}

import { type Samples } from './series-notation.ts';

/** Time between two scrapes of the hub; seconds. */
export const SCRAPE_S = 5;
const DAY_S = 86_400;
const HEARTBEAT_S = 10;
const COHORT_DELAY_S = 1_200;
const SPREAD_S = 180;
const COHORTS = 3;
/** A service's reading is this old at most when Prometheus sees it: 10 s to the probe, 10 s to the heartbeat. */
const READING_LAG_S = 20;

/** The phases of an update in order, with their lengths; seconds. */
const PHASES = [
  ['verifying', 5],
  ['downloading', 40],
  ['backing-up', 10],
  ['swapping', 10],
  ['validating', 60],
] as const;
const UPDATE_S = PHASES.reduce((sum, [, length]) => sum + length, 0);
const SERVICE_DOWN_FROM_S = 45;
const SERVICE_DOWN_TO_S = 80;

interface Rollout {
  startedAt: number;
  from: string;
  to: string;
}

interface Node {
  id: string;
  cohort: number;
  /** When it begins after its cohort opened; seconds. */
  delay: number;
  /** Times at which a heartbeat was taken in, ascending. */
  heartbeats: readonly number[];
}

const ROLLOUTS: readonly Rollout[] = [
  { startedAt: 6 * 3_600, from: '1.0.0', to: '1.1.0' },
  { startedAt: 14 * 3_600, from: '1.1.0', to: '1.2.0' },
];

/** When the hub was started anew, and how long that took; seconds. */
const HUB_RESTARTS = [
  [3 * 3_600, 10],
  [6 * 3_600 + 700, 10],
  [14 * 3_600 + 1_500, 10],
  [20 * 3_600, 5],
] as const;

/**
 * Series of a day on which nothing is wrong: two rollouts, hub restarts of up to 10 s, and agents that are not heard
 * for up to 30 s. `random` gives numbers in [0, 1); `deadFrom` lets the first node die then, in seconds.
 */
export function normalDay(nodeCount: number, random: () => number, deadFrom = Infinity): Map<string, Samples> {
  const nodes = Array.from({ length: nodeCount }, (_, index) =>
    nodeOf(index, random, index === 0 ? deadFrom : Infinity),
  );
  const series = new Map<string, (number | null)[]>();
  const scrapes = DAY_S / SCRAPE_S;
  for (let scrape = 0; scrape < scrapes; scrape += 1) {
    const now = scrape * SCRAPE_S;
    const down = HUB_RESTARTS.some(([at, length]) => now >= at && now < at + length);
    const exposition = down ? new Map<string, number>() : expositionAt(now, nodes);
    exposition.set('up{job="noderr-hub"}', down ? 0 : 1);
    // Pushes wait while the hub is away; what they said last holds on.
    for (const [name, value] of nodes.flatMap(({ id }) => pushedLines(id))) exposition.set(name, value);
    for (const [name, value] of exposition) {
      let samples = series.get(name);
      if (!samples) series.set(name, (samples = Array.from({ length: scrapes }, () => null)));
      samples[scrape] = value;
    }
  }
  return series;
}

function nodeOf(index: number, random: () => number, deadFrom: number): Node {
  const heartbeats: number[] = [];
  for (let at = random() * HEARTBEAT_S - HEARTBEAT_S; at < Math.min(DAY_S, deadFrom);) {
    heartbeats.push(Math.round(at));
    // About ten times a day an agent restarts or its line is lost.
    at += random() < 0.001 ? 15 + random() * 15 : HEARTBEAT_S * (0.9 + random() * 0.2);
  }
  return { id: `n${index}`, cohort: index % COHORTS, delay: random() * SPREAD_S, heartbeats };
}

function expositionAt(now: number, nodes: readonly Node[]): Map<string, number> {
  const started = Math.max(-3_600, ...HUB_RESTARTS.map(([at, length]) => at + length).filter((at) => at <= now));
  const lines = new Map<string, number>([
    ['process_start_time_seconds{job="noderr-hub"}', started],
    ['noderr_signer_frozen', 0],
    ['noderr_signer_affordable_transactions', 40],
    ['noderr_ingest_accepted_total{signal="metrics",lane="live"}', 10],
  ]);
  const rollout = ROLLOUTS.findLast(({ startedAt }) => startedAt <= now) ?? null;
  for (const node of nodes) {
    for (const [name, value] of nodeLines(node, now, rollout)) lines.set(name, value);
  }
  if (rollout) {
    for (const [name, value] of rolloutLines(rollout, nodes, now)) lines.set(name, value);
  }
  return lines;
}

function nodeLines(node: Node, now: number, rollout: Rollout | null): [string, number][] {
  const labels = `node_id="${node.id}",tier="ORACLE"`;
  const into = rollout ? now - beginOf(node, rollout) : -1;
  const version = rollout ? (into >= UPDATE_S ? rollout.to : rollout.from) : '1.0.0';
  const serving = into < SERVICE_DOWN_FROM_S || into >= SERVICE_DOWN_TO_S + READING_LAG_S;
  const lines: [string, number][] = [
    [`noderr_node_info{${labels},version="${version}"}`, 1],
    [`noderr_node_expected{${labels}}`, 1],
    [`noderr_node_last_heartbeat_timestamp_seconds{${labels}}`, node.heartbeats.findLast((at) => at <= now) ?? 0],
    [`noderr_node_clock_offset_seconds{${labels}}`, 0.2],
    [`noderr_node_telemetry_lag_seconds{${labels},signal="metrics"}`, 20],
    [`noderr_node_update_state{${labels},state="${stateAt(into)}"}`, 1],
    [`noderr_node_service_up{${labels},service="node"}`, serving ? 1 : 0],
  ];
  if (into >= UPDATE_S) lines.push([`noderr_node_last_outcome{${labels},outcome="committed",code=""}`, 1]);
  return lines;
}

/** What the agent of a node has pushed, as far as rules that judge nodes look at it. */
function pushedLines(id: string): [string, number][] {
  const labels = `node_id="${id}",tier="ORACLE",service="agent"`;
  return [
    [`noderr_agent_spool_bytes{${labels}}`, 1_000],
    [`noderr_agent_spool_dropped_total{${labels},signal="logs",reason="rate"}`, 0],
    [`noderr_agent_backup_unsealed{${labels}}`, 0],
  ];
}

function rolloutLines(rollout: Rollout, nodes: readonly Node[], now: number): [string, number][] {
  const ends = nodes.map((node) => beginOf(node, rollout) + UPDATE_S);
  const updated = ends.filter((end) => end <= now).length;
  const openings = Array.from({ length: COHORTS }, (_, cohort) => rollout.startedAt + cohort * COHORT_DELAY_S);
  const progress = Math.max(...[...openings, ...ends].filter((at) => at <= now));
  return [
    ['noderr_rollout_nodes{tier="ORACLE",state="updated"}', updated],
    ['noderr_rollout_nodes{tier="ORACLE",state="pending"}', nodes.length - updated],
    ['noderr_rollout_nodes{tier="ORACLE",state="failed"}', 0],
    ['noderr_rollout_nodes{tier="ORACLE",state="rolledBack"}', 0],
    ['noderr_rollout_active{tier="ORACLE"}', updated < nodes.length ? 1 : 0],
    ['noderr_rollout_last_progress_timestamp_seconds{tier="ORACLE"}', Math.round(progress)],
    ['noderr_rollout_stage_timeout_seconds{tier="ORACLE"}', COHORT_DELAY_S + SPREAD_S + 1_800],
    ['noderr_rollout_chain_stale{tier="ORACLE"}', 0],
    [`noderr_version_allowed{tier="ORACLE",version="${rollout.from}"}`, 1],
    [`noderr_version_allowed{tier="ORACLE",version="${rollout.to}"}`, 1],
  ];
}

function beginOf({ cohort, delay }: Node, { startedAt }: Rollout): number {
  return startedAt + cohort * COHORT_DELAY_S + delay;
}

function stateAt(into: number): string {
  let end = 0;
  for (const [state, length] of into < 0 ? [] : PHASES) {
    end += length;
    if (into < end) return state;
  }
  return 'idle';
}

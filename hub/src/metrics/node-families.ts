import { type Ms } from '@noderr/protocol';
import { type FleetNode, type NodeOutcome } from '../fleet/fleet.ts';
import { isExpected, nodeStatus } from '../fleet/node-liveness.ts';
import { type Family, type Sample } from './exposition.ts';

/** `noderr_node_*`: facts of the hub, not of the node, so that a dead node has them too. */
export function nodeFamilies(nodes: readonly FleetNode[], outcomes: readonly NodeOutcome[], now: Ms): Family[] {
  const heard = nodes.filter((node) => node.heartbeat !== null);
  return [
    family('noderr_node_info', 'The name of a node, and what it runs by its last heartbeat', heard, (node) => [
      { labels: { ...labelsOf(node), name: node.name, version: node.heartbeat?.version ?? '' }, value: 1 },
    ]),
    family('noderr_node_expected', '1 unless the node is suspended', nodes, (node) => [
      { labels: labelsOf(node), value: isExpected(node) ? 1 : 0 },
    ]),
    family('noderr_node_status', 'active, inactive or suspended', nodes, (node) => [
      { labels: { ...labelsOf(node), status: nodeStatus(node, now) }, value: 1 },
    ]),
    family('noderr_node_last_heartbeat_timestamp_seconds', 'When the hub got the last heartbeat', heard, (node) => [
      { labels: labelsOf(node), value: (node.heardAt ?? 0) / 1000 },
    ]),
    family('noderr_node_uptime_seconds', 'For how long the node was heard without a silence', heard, (node) => [
      {
        labels: labelsOf(node),
        value: nodeStatus(node, now) === 'inactive' ? 0 : (now - (node.upSince ?? now)) / 1000,
      },
    ]),
    family(
      'noderr_node_clock_offset_seconds',
      "The node's clock against the hub's, as the node knows it",
      heard,
      (node) => [{ labels: labelsOf(node), value: (node.heartbeat?.clockOffsetMs ?? 0) / 1000 }],
    ),
    family(
      'noderr_node_telemetry_lag_seconds',
      'How far behind the telemetry is that the node has sent, by its own word',
      heard,
      lagSamples,
    ),
    family('noderr_node_update_state', 'The state of the agent', heard, (node) => [
      { labels: { ...labelsOf(node), state: node.heartbeat?.state.name ?? '' }, value: 1 },
    ]),
    family('noderr_node_unsafe', '1 while the agent does not enforce signatures', heard, (node) => [
      { labels: labelsOf(node), value: node.heartbeat?.unsafe === true ? 1 : 0 },
    ]),
    family('noderr_node_service_up', 'Standing health of a service of the node', heard, (node) =>
      (node.heartbeat?.services ?? []).map(({ service, healthy }) => ({
        labels: { ...labelsOf(node), service },
        value: healthy ? 1 : 0,
      })),
    ),
    family('noderr_node_last_outcome', 'How the last attempt of the present rollout ended', outcomes, (outcome) => [
      { labels: outcomeLabels(outcome), value: 1 },
    ]),
    family('noderr_node_last_outcome_timestamp_seconds', 'When the hub got that outcome', outcomes, (outcome) => [
      { labels: outcomeLabels(outcome), value: outcome.receivedAt / 1000 },
    ]),
  ];
}

function family<T>(name: string, help: string, of: readonly T[], samples: (item: T) => Sample[]): Family {
  return { name, help, samples: of.flatMap(samples) };
}

/** None of a signal whose lag the node cannot tell. */
function lagSamples(node: FleetNode): Sample[] {
  return Object.entries(node.heartbeat?.telemetry?.lagS ?? {}).flatMap(([signal, lagS]) =>
    lagS === null ? [] : [{ labels: { ...labelsOf(node), signal }, value: lagS }],
  );
}

function labelsOf({ nodeId, tier }: FleetNode): Record<string, string> {
  return { node_id: nodeId, tier };
}

function outcomeLabels({ nodeId, tier, outcome, code }: NodeOutcome): Record<string, string> {
  return { node_id: nodeId, tier, outcome, code: code ?? '' };
}

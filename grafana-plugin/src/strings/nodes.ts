import { type AgentState, type NodeStatus } from '@noderr/protocol';

export const agentStateWords: Readonly<Record<AgentState['name'], string>> = {
  idle: 'idle',
  unmanaged: 'unmanaged',
  verifying: 'verifying signatures',
  downloading: 'downloading',
  'backing-up': 'backing up',
  swapping: 'swapping containers',
  validating: 'validating health',
  'rolling-back': 'rolling back',
  stuck: 'stuck',
};

export const rollingBackWords = {
  stopping: 'stopping the new set',
  restoring: 'restoring data',
  restored: 'data restored',
  starting: 'starting the kept set',
} as const;

export const nodeStatusWords: Readonly<Record<NodeStatus, string>> = {
  active: 'active',
  inactive: 'inactive',
  suspended: 'suspended',
};

export const nodeHealthWords = { healthy: 'healthy', unhealthy: 'unhealthy', unknown: 'unknown' } as const;

export const outcomeWords = {
  committed: 'committed',
  'rolled-back': 'rolled back',
  failed: 'failed',
  aborted: 'aborted',
} as const;

/** Words of the node list and of a node's own page. */
export const nodesStrings = {
  node: 'node',
  counted: (count: number, text: string) => `${text} ${count === 1 ? 'node' : 'nodes'}`,
  search: 'Search by name or id',
  tier: 'Tier',
  place: 'In the rollout',
  version: 'Version',
  status: 'Status',
  every: 'All',
  noVersion: 'no version',
  count: (shown: string, all: string) => (shown === all ? `${all} nodes` : `${shown} of ${all} nodes`),
  clear: 'Clear filters',
  noneFound: 'No node fits these filters',
  noneYet: 'No node has enrolled yet',
  noneYetText: 'Create a join token and start an agent with it; the node appears here within seconds.',
  tableLabel: 'Nodes',
  columns: {
    name: 'Node',
    tier: 'Tier',
    place: 'In the rollout',
    state: 'Doing',
    version: 'Version',
    cohort: 'Cohort',
    health: 'Health',
    heard: 'Last heard',
    notes: 'Notes',
  },
  held: 'held by its operator',
  unsafe: 'signatures off',
  unsafeMeaning: 'This agent runs in its unsafe mode: signatures are not enforced.',
  failedAt: (code: string) => `failed: ${code}`,
  since: 'since',

  notFound: 'The hub knows no such node',
  wants: 'What it wants',
  runs: 'Runs',
  agent: 'Agent',
  runtime: { docker: 'Docker', process: 'child processes (no Docker: demo and tests only)' },
  kept: 'Kept for rollback',
  nothingKept: 'nothing',
  releaseId: (id: number) => `release ${id}`,
  services: 'Services',
  attempts: 'Attempts',
  noAttempts: 'It has not tried an update yet.',
  attempt: (from: string, to: string) => `${from} → ${to}`,
  running: 'running',
  gap: (span: string) => `service gap ${span}`,
  rollbackTook: (span: string) => `rollback took ${span}`,
  took: (span: string) => `took ${span}`,
  logTail: 'Last log lines of the failed service',
  enrolled: 'Enrolled',
  heard: 'Last heard',
  clock: 'Clock offset',
  chain: 'Chain as it sees it',
  chainSeen: (seq: number, height: string) => `seq ${seq} at block ${height}`,
  chainUnseen: 'not read yet',
  cannotFollow: (release: number, code: string) => `cannot follow release ${release}: ${code}`,
  nodeId: 'node id',
  dashboard: 'Dashboard',
  logs: 'Logs in Explore',
  actions: { suspend: 'Suspend…', resume: 'Resume…', forget: 'Forget…' },
  reason: 'Reason (optional)',
  typeId: 'This cannot be undone. Copy the node id and paste it below:',
  typedId: 'Node id',
  dialogs: {
    suspend: {
      title: (name: string) => `Suspend ${name}`,
      text: 'A suspended node is not expected: it counts neither for the gate nor for the guard, and its silence pages nobody. It still follows the chain.',
      confirm: 'Suspend',
    },
    resume: {
      title: (name: string) => `Resume ${name}`,
      text: 'The node is expected again and counts from now on.',
      confirm: 'Resume',
    },
    forget: {
      title: (name: string) => `Forget ${name}`,
      text: 'The hub refuses this node’s key from now on and drops it from the fleet. Its containers go on running; to come back it must enrol with a new key.',
      confirm: 'Forget',
    },
  },
} as const;

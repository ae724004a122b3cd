import { type NodePlace, type RolloutStatus } from '@noderr/protocol';

export const statusWords: Readonly<Record<RolloutStatus, string>> = {
  none: 'Nothing published',
  'awaiting-final': 'Awaiting finality',
  running: 'Running',
  held: 'Held by the gate',
  paused: 'Paused',
  complete: 'Up to date',
  'rolling-back': 'Rolling back',
  'rolled-back': 'Rolled back',
};

/** A node's place, as an adjective that fits behind a number. */
export const placeWords: Readonly<Record<NodePlace, string>> = {
  unmanaged: 'unmanaged',
  silent: 'silent',
  updating: 'updating',
  rolledBack: 'rolled back',
  failed: 'failed',
  unhealthy: 'unhealthy',
  updated: 'updated',
  cannotFollow: 'cannot follow',
  held: 'held',
  deferred: 'deferred',
  pending: 'pending',
};

/** What each place means, for hover texts and the legend. */
export const placeMeanings: Readonly<Record<NodePlace, string>> = {
  unmanaged: 'Runs something that the chain does not know; the agent reports it and touches nothing.',
  silent: 'Not heard for 35 seconds.',
  updating: 'In the middle of an attempt.',
  rolledBack: 'Tried the release, failed its checks and went back to the version before.',
  failed: 'The attempt ended before the containers were changed.',
  unhealthy: 'Runs the release, but a check is red now.',
  updated: 'Runs the release and is healthy.',
  cannotFollow: 'Cannot reach the release from where it is.',
  held: 'The operator holds updates of this node.',
  deferred: 'Waits for the window of its operator.',
  pending: 'Waits for its cohort or for its turn.',
};

export const actorWords = {
  user: (name: string) => name,
  guard: () => 'the guard',
  gate: () => 'the gate',
  cli: (name: string) => `publisher ${name}`,
  chain: (name: string) => `${name} on the chain`,
  system: () => 'the hub',
} as const;

export const rolloutStrings = {
  canary: 'canary',
  cohort: (index: number) => `cohort ${index}`,
  cohortState: { done: 'done', open: 'open', next: 'next', closed: 'closed' },
  cohortNodes: (done: string, nodes: string) => `${done} of ${nodes}`,
  noNodes: 'no nodes',
} as const;

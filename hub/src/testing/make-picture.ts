import {
  type Address,
  type Directive,
  type DirectiveAction,
  Heartbeat,
  type Hex32,
  type Ms,
  type NodeId,
  type Release,
  type ReleaseId,
  type Sec,
  type Seq,
  type Version,
} from '@noderr/protocol';
import { directive as makeDirective, makeRelease } from '@noderr/protocol/testing';
import { type ChainState, type TierChain } from '../chain/chain-state.ts';
import { type SeenChange } from '../chain/chain-store.ts';
import { type FleetNode, type NodeOutcome } from '../fleet/fleet.ts';
import { tierPicture, type TierPicture } from '../rollouts/tier-picture.ts';

export const NOW = 1_800_000_000_000 as Ms;
const BOOT = '00000000-0000-4000-8000-000000000000';

function nodeIdOf(n: number): NodeId {
  return `0x${n.toString(16).padStart(64, '0')}` as NodeId;
}

export function hash(n: number): Hex32 {
  return `0x${n.toString(16).padStart(64, 'f')}` as Hex32;
}

export function release(id: number, over: Partial<Release> = {}): Release {
  return makeRelease({ id: id as ReleaseId, version: `1.${id - 1}.0` as Version, ...over });
}

export function heartbeat(over: Partial<Record<keyof Heartbeat, unknown>> = {}): Heartbeat {
  return Heartbeat.parse({
    ...{ boot: BOOT, n: 1, at: NOW, agentVersion: '1.0.0', runtime: 'process', state: { name: 'idle', since: 1 } },
    ...{ committed: 1, version: '1.0.0', kept: [], chain: null },
    ...{ services: [{ service: 'node', healthy: true, code: null }], hold: null, cannotFollow: null, failed: null },
    ...{ clockOffsetMs: 0, unsafe: false },
    ...over,
  });
}

export function fleetNode(n: number, over: Partial<FleetNode> = {}): FleetNode {
  return {
    nodeId: nodeIdOf(n),
    name: `node-${n}`,
    tier: 'ALL',
    enrolledAt: 1 as Ms,
    suspended: null,
    heartbeat: heartbeat(),
    heardAt: NOW,
    upSince: NOW,
    ...over,
  };
}

/** An outcome of release 2 in rollout 5, as `makeDirective` has it, unless told. */
export function outcome(n: number, over: Partial<NodeOutcome> = {}): NodeOutcome {
  return {
    nodeId: nodeIdOf(n),
    attemptId: BOOT,
    tier: 'ALL',
    rolloutId: 5 as Seq,
    from: 1 as ReleaseId,
    to: 2 as ReleaseId,
    outcome: 'committed',
    code: null,
    at: NOW,
    receivedAt: NOW,
    durationMs: 1,
    rollbackMs: null,
    ...over,
  };
}

export interface ChangeInput extends Partial<Directive> {
  action: DirectiveAction;
  subject?: number;
  reason?: string;
  actor?: Address;
  transaction?: Hex32;
  seenAt?: number;
  /** Block time in seconds; 1 000 + seq unless told. */
  time?: number;
}

export function change(input: ChangeInput): SeenChange {
  const { action, subject = 0, reason = '', actor, transaction, seenAt, time, ...over } = input;
  const directive = makeDirective(over);
  return {
    action,
    subject,
    reason,
    actor: actor ?? (`0x${'a'.repeat(40)}` as Address),
    directive,
    block: { number: directive.seq, hash: hash(directive.seq), time: (time ?? 1000 + directive.seq) as Sec },
    transaction: transaction ?? hash(directive.seq),
    seenAt: (seenAt ?? NOW) as Ms,
  };
}

export interface TierInput {
  directive?: Directive | null;
  latest?: Directive | null;
  changes?: SeenChange[];
  releases?: Release[];
}

/** A tier whose newest block says what is final, with releases 1 and 2, unless told. */
export function tierChain(input: TierInput = {}): TierChain {
  const final = input.directive === undefined ? makeDirective() : input.directive;
  const latest = input.latest === undefined ? final : input.latest;
  const releases = input.releases ?? [release(1), release(2)];
  return {
    tier: 'ALL',
    directive: final,
    latest: latest && { directive: latest, block: { number: 9, hash: hash(9), time: 1010 as Sec }, readAt: NOW },
    changes: input.changes ?? [],
    releases: new Map(releases.map((one) => [one.id, one])),
  };
}

function chainState(tier: TierChain, over: Partial<ChainState> = {}): ChainState {
  return {
    block: { number: 9, hash: hash(9), time: 1010 as Sec },
    readAt: NOW,
    stale: false,
    problem: '',
    quorum: { needed: 1, agreeing: 1, endpoints: 1 },
    tiers: new Map([['ALL', tier]]),
    ...over,
  };
}

export interface PictureOver extends TierInput {
  fleet?: FleetNode[];
  outcomes?: NodeOutcome[];
  chain?: Partial<ChainState>;
  /** Block time in seconds. */
  time?: number;
}

export function picture(over: PictureOver = {}): TierPicture {
  const block = { number: 9, hash: hash(9), time: (over.time ?? 1010) as Sec };
  return tierPicture({
    chain: chainState(tierChain(over), { block, ...over.chain }),
    tier: 'ALL',
    fleet: over.fleet ?? [fleetNode(1), fleetNode(2)],
    outcomes: new Map((over.outcomes ?? []).map((one) => [one.nodeId, one])),
    presence: { now: NOW, since: 0 as Ms },
    policy: { failureBudget: 0.05, gateShare: 0.8 },
  });
}

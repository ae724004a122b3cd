import {
  AttemptId,
  Durable,
  FailureCode,
  Hex32,
  Ms,
  type NodeId,
  type ReleaseId,
  Seq,
  UpdateEvent,
} from '@noderr/protocol';
import { Deployment } from '@noderr/beacon';
import { z } from 'zod';
import { BackupRecord } from '../attempt/backup-store.ts';
import { MachineState } from '../attempt/machine-state.ts';
import { NodeSet } from '../sets/node-set.ts';

/** How a move down for one rollback went: it is tried once, environment faults apart. */
export const DescentMemory = z.object({
  rolloutId: Seq,
  code: FailureCode,
  attempts: z.int().positive(),
  at: Ms,
});
export type DescentMemory = z.infer<typeof DescentMemory>;

/** What is no longer needed and still has to be cleared away; each entry goes when it is gone. */
export const Discards = z.object({
  containers: z.array(z.string()),
  volumes: z.array(z.string()),
  images: z.array(z.object({ repository: z.string(), digest: Hex32 })),
  /** Attempts whose staged backup nobody goes back to any more. */
  backups: z.array(AttemptId),
});
export type Discards = z.infer<typeof Discards>;

export const OperatorHold = z.object({ until: Ms.nullable(), reason: z.string().max(200) });
export type OperatorHold = z.infer<typeof OperatorHold>;

/** A hold asked for by the hub: 30 minutes per (seq, reason), not renewable, so expired ones are remembered. */
export const HubHold = z.object({ seq: Seq, reason: z.string().max(200), until: Ms });
export type HubHold = z.infer<typeof HubHold>;

/** All that survives a crash: one file, each write of which is one step of the agent. */
export const Memory = z.object({
  ...Durable.shape,
  /** +1 at every write. */
  revision: z.int().nonnegative(),
  /** `new` until the first look at the containers; `lost` = nothing is moved until the operator says `accept-chain`. */
  origin: z.enum(['new', 'known', 'lost']),
  state: MachineState,
  /** The hub knows this node's key: its join token is used up. */
  enrolled: z.boolean(),
  /** The contract's identity as the first reading showed it, unless the settings pin it. */
  deployment: Deployment.nullable(),
  committed: NodeSet.nullable(),
  kept: z.array(NodeSet).max(3),
  descent: DescentMemory.nullable(),
  /** A backup that could not be sealed yet: no update before it is. */
  unsealed: BackupRecord.nullable(),
  /** Volumes with data of a failed release, kept until the next commit. */
  badVolumes: z.array(z.string()),
  discards: Discards,
  operatorHold: OperatorHold.nullable(),
  hubHolds: z.array(HubHold).max(32),
  /** Events of the last write, on their way to the outbox. */
  outgoing: z.array(UpdateEvent),
});
export type Memory = z.infer<typeof Memory>;

export const NO_DISCARDS: Discards = { containers: [], volumes: [], images: [], backups: [] };

const NO_TIER = { seq: 0, headHash: null, height: 0, floor: 0, trustVersion: 0, committed: 0, kept: [], failed: {} };

/** The memory of a node that has none. */
export function newMemory(nodeId: NodeId, boot: string, now: Ms, origin: 'new' | 'lost'): Memory {
  return Memory.parse({
    schema: 1,
    nodeId,
    boot,
    node: NO_TIER,
    agent: NO_TIER,
    revision: 0,
    origin,
    state: { name: 'idle', since: now },
    enrolled: false,
    deployment: null,
    committed: null,
    kept: [],
    descent: null,
    unsealed: null,
    badVolumes: [],
    discards: NO_DISCARDS,
    operatorHold: null,
    hubHolds: [],
    outgoing: [],
  });
}

/** Sets the committed and kept sets, and with them the ids that the protocol reports. */
export function withSets(memory: Memory, committed: NodeSet | null, kept: readonly NodeSet[]): Memory {
  return {
    ...memory,
    committed,
    kept: [...kept],
    node: {
      ...memory.node,
      committed: committed?.releaseId ?? (0 as ReleaseId),
      kept: kept.map((set) => set.releaseId),
    },
  };
}

import { type Watermark } from '@noderr/beacon';
import { type ChainView, type Ms, type NodeId, type NodeTier, type ReleaseId } from '@noderr/protocol';
import { type BackupRecord } from '../attempt/backup-store.ts';
import { type Instant } from '../clock.ts';
import { type ContainerStatus } from '../runtime/container-runtime.ts';
import { type ServiceTemplate } from '../template/service-template.ts';

/** What the chain says at finality, and what may be seen of it before. */
export interface ChainFacts {
  final: { kind: 'view'; view: ChainView; watermark: Watermark } | { kind: 'trouble'; code: string; detail: string };
  /** Some endpoint's `latest` forbids to start anything upwards; null = none does. */
  brake: { reason: 'paused' | 'other-rollout' | 'unreachable' } | null;
  /** A rollback that a quorum sees at `latest`, not final yet. */
  emergency: ChainView | null;
  /** A quorum reads `paused` at `latest`: the only thing that stops a move down. */
  pausedByQuorum: boolean;
}

/** All that is read before a decision. */
export interface Facts {
  /** Containers of this node, those that hold its names, and those that are recorded; null = the runtime is away. */
  containers: readonly ContainerStatus[] | null;
  chain: ChainFacts;
  /** The newest backup taken when leaving a release. */
  backups: ReadonlyMap<ReleaseId, BackupRecord>;
  /** Since when the present wish stands, from which its spread is counted. */
  wish: { key: string; since: Instant } | null;
  /** The first tick of this process: pins are renewed. */
  firstTick: boolean;
}

/** What the operator set; does not change while the agent runs. */
export interface Policy {
  nodeId: NodeId;
  tier: NodeTier;
  autoUpdateEnabled: boolean;
  templates: readonly ServiceTemplate[];
}

export interface Now {
  now: Ms;
  instant: Instant;
}

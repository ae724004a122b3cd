import { type Watermark } from '@noderr/beacon';
import { type MoveReason, type Release, type ReleaseId, type Seq } from '@noderr/protocol';
import { type BackupRecord } from '../attempt/backup-store.ts';
import { type NodeSet } from '../sets/node-set.ts';

/** A move that may begin now. */
export interface MovePlan {
  to: ReleaseId;
  direction: 'up' | 'down';
  seq: Seq;
  rolloutId: Seq;
  reason: MoveReason;
  /** Null for a move down onto a kept set. */
  release: Release | null;
  /** The kept set that is gone back to, null where the release has to be fetched. */
  kept: NodeSet | null;
  restore: BackupRecord | null;
}

/** One thing to do; each kind has exactly one executor. */
export type Step =
  /** After a crash: go on, end an attempt that touched nothing, or return to the old set. */
  | { kind: 'resume-attempt'; how: 'continue' | 'give-up' | 'turn-back' | 'keep-first-install' }
  | { kind: 'rescue' }
  | { kind: 'judge-origin'; lost: boolean }
  | { kind: 'record-chain'; watermark: Watermark }
  | { kind: 'report-unmanaged'; reason: string }
  | { kind: 'report-nothing-there' }
  | { kind: 'adopt'; set: NodeSet }
  /** State file lost and nothing of this node runs: start what is there, change nothing. */
  | { kind: 'start-found'; ids: readonly string[] }
  | { kind: 'stop-container'; id: string; why: string }
  | { kind: 'remove-container'; id: string }
  | { kind: 'rename-container'; id: string; name: string }
  | { kind: 'set-restart-policy'; id: string }
  | { kind: 'start-committed' }
  | { kind: 'pin-images' }
  | { kind: 'clear-discards' }
  | { kind: 'seal-backup'; record: BackupRecord }
  | { kind: 'begin-attempt'; plan: MovePlan }
  | { kind: 'cannot-follow'; releaseId: ReleaseId; code: string }
  | { kind: 'trouble'; code: string; detail: string }
  /** Nothing yet; look again after so many milliseconds at the latest. */
  | { kind: 'wait'; why: string; ms: number; wish: string | null }
  | { kind: 'stay'; why: string };

export type StepKind = Step['kind'];

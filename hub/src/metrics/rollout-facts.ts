import { type Ms, type RolloutView, type Version } from '@noderr/protocol';

/** What the hub knows of a tier's present rollout beyond its view. */
export interface RolloutFact {
  readonly view: RolloutView;
  /** The version that the present directive leads to; null before the first. */
  readonly targetVersion: Version | null;
  /** Who paused it, empty while it is not paused. */
  readonly pausedBy: 'guard' | 'admin' | 'guardian' | '';
  /** Versions that nodes may run by the present directive. */
  readonly allowedVersions: readonly Version[];
  /** When a cohort opened or an outcome came last; null before the first. */
  readonly lastProgressAt: Ms | null;
  /** Without progress for this long it is stalled; seconds. */
  readonly stageTimeoutS: number;
}

/** Who knows the rollouts; asked at each scrape. */
export interface RolloutFacts {
  rolloutFacts(): Promise<readonly RolloutFact[]>;
}

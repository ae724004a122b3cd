import { type Actor, type Intent, type Seq, type Tier } from '@noderr/protocol';

/** An action that guard or gate take by themselves. */
export interface MachineRequest {
  actor: Actor & { kind: 'guard' | 'gate' };
  tier: Tier;
  expectedRollout: Seq;
  action: { kind: 'pause'; reason: string } | { kind: 'open'; cohort: number };
}

/** Where guard and gate hand their actions in: simulated, audited and sent like an admin's. */
export interface MachineActions {
  /** Null where it was not taken: the same action is under way, or failed a moment ago. */
  act(request: MachineRequest): Promise<Intent | null>;
}

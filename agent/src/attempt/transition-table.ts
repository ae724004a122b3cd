import { type AgentStateName } from '@noderr/protocol';

/** Every way from one state to another; docs/development/agent-states.md draws the same. */
export const TRANSITIONS = {
  beginAttempt: { from: ['idle'], to: 'verifying' },
  beginDescent: { from: ['idle'], to: 'downloading' },
  verified: { from: ['verifying'], to: 'downloading' },
  prepared: { from: ['downloading'], to: 'backing-up' },
  backedUp: { from: ['backing-up'], to: 'swapping' },
  restoredForDescent: { from: ['swapping'], to: 'swapping' },
  startNew: { from: ['swapping'], to: 'swapping' },
  newStarted: { from: ['swapping'], to: 'validating' },
  commit: { from: ['validating'], to: 'idle' },
  giveUp: { from: ['verifying', 'downloading', 'backing-up', 'swapping'], to: 'idle' },
  keepFirstInstall: { from: ['swapping', 'validating'], to: 'idle' },
  turnBack: { from: ['backing-up', 'swapping', 'validating'], to: 'rolling-back' },
  newStopped: { from: ['rolling-back'], to: 'rolling-back' },
  dataRestored: { from: ['rolling-back'], to: 'rolling-back' },
  oldRecreated: { from: ['rolling-back'], to: 'rolling-back' },
  comeBack: { from: ['rolling-back'], to: 'idle' },
  loseOld: { from: ['rolling-back'], to: 'stuck' },
  dataRescued: { from: ['stuck'], to: 'stuck' },
  rescueFailed: { from: ['stuck'], to: 'stuck' },
  rescued: { from: ['stuck'], to: 'idle' },
  findUnmanaged: { from: ['idle', 'unmanaged'], to: 'unmanaged' },
  nothingThere: { from: ['unmanaged'], to: 'idle' },
  adopt: { from: ['idle', 'unmanaged'], to: 'idle' },
} as const satisfies Record<string, { from: readonly AgentStateName[]; to: AgentStateName }>;

export type TransitionName = keyof typeof TRANSITIONS;

/** A transition was asked for in a state where it may not start: a bug, never a condition of the node. */
export class BadTransition extends Error {
  override readonly name = 'BadTransition';

  constructor(transition: TransitionName, from: AgentStateName, to: AgentStateName) {
    super(`${transition} cannot lead from ${from} to ${to}`);
  }
}

export function assertTransition(transition: TransitionName, from: AgentStateName, to: AgentStateName): void {
  const rule = TRANSITIONS[transition];
  if (!(rule.from as readonly AgentStateName[]).includes(from) || rule.to !== to) {
    throw new BadTransition(transition, from, to);
  }
}

import type { Intent, IntentStage } from '@noderr/protocol';

const ENDED_BADLY: ReadonlySet<Intent['status']> = new Set(['expired', 'refused', 'reverted', 'superseded']);

export function intentFailed(intent: Intent): boolean {
  return ENDED_BADLY.has(intent.status);
}

/** Confirmed and on its way: neither prepared only, nor ended. */
export function intentIsActive(intent: Intent): boolean {
  if (intent.status === 'prepared' || intentFailed(intent)) return false;
  return intent.stages.some((stage) => stage.at === null);
}

export type StageState = 'reached' | 'waiting' | 'ahead' | 'never';

/** Every stage with whether it was reached, is waited for, lies ahead, or will not come. */
export function stageStates(intent: Intent): (IntentStage & { state: StageState })[] {
  const failed = intentFailed(intent);
  const first = intent.stages.findIndex((stage) => stage.at === null);
  return intent.stages.map((stage, index) => ({
    ...stage,
    state: stage.at !== null ? 'reached' : failed ? 'never' : index === first ? 'waiting' : 'ahead',
  }));
}

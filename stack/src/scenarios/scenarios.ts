import { badCanary } from './bad-canary.ts';
import { hubLoss } from './hub-loss.ts';
import { pause } from './pause.ts';
import { rollback } from './rollback.ts';
import { rollout } from './rollout.ts';
import { type Story } from './story.ts';

/** Every story by its name; each throws where what it promises does not hold. */
export const SCENARIOS: Readonly<Record<string, (story: Story) => Promise<void>>> = {
  rollout,
  'bad-canary': badCanary,
  pause,
  rollback,
  'hub-loss': hubLoss,
};

import { type Intent, type ReleaseId } from '@noderr/protocol';
import { until } from '../until.ts';
import { DEMO_TIER } from '../network.ts';
import { type Stack } from '../stack.ts';
import { type FleetChange } from './chaos-plan.ts';
import { againWhenOvertaken, OvertakenError } from './overtaken.ts';

const FINAL_WITHIN_S = 90;
const ENDED: ReadonlySet<Intent['status']> = new Set(['final', 'expired', 'refused', 'reverted', 'superseded']);
/** A pause by the guard takes some blocks to be final. */
const ANNOUNCED_WITHIN_S = 120;

/** What is announced next: the version that a publication gets, and whether it makes the present target the baseline. */
export interface Announcement {
  change: FleetChange;
  version: string;
  promote: boolean;
  /** What a rollback goes back to. */
  first: ReleaseId;
}

/** Announces a change to every node at once; returns when it is final on the chain. */
export async function announce(stack: Stack, announcement: Announcement): Promise<void> {
  await againWhenOvertaken(() => tryToAnnounce(stack, announcement), ANNOUNCED_WITHIN_S);
}

async function tryToAnnounce(stack: Stack, { change, version, promote, first }: Announcement): Promise<void> {
  if (change.kind === 'rollback') {
    const { id } = await stack.api.rollback(await stack.api.tier(DEMO_TIER), first);
    await untilFinal(stack, id);
    return;
  }
  await liftPause(stack);
  const { fault, data } = change;
  await stack.publish({ version, fault, ballastBytes: 0 }, { atOnce: true, promote, data });
}

/** A bad release makes the guard pause the tier, and a pause would hold the next release too. */
async function liftPause(stack: Stack): Promise<void> {
  const card = await stack.api.tier(DEMO_TIER);
  if (card.rollout.status !== 'paused') return;
  const { id } = await stack.api.resume(card);
  await untilFinal(stack, id);
}

async function untilFinal({ api }: Stack, intent: string): Promise<void> {
  const { status, kind } = await until('the transaction to be final', FINAL_WITHIN_S, async () => {
    const found = await api.intent(intent);
    return ENDED.has(found.status) ? found : found.status;
  });
  if (status !== 'final') throw new OvertakenError(`the ${kind} ended as ${status}`);
}

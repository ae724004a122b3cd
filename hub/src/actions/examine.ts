import { HubError } from '../problem/hub-error.ts';
import { actionAvailability } from '../rollouts/action-availability.ts';
import { newestBlockTime } from '../rollouts/tier-card.ts';
import { type TierPicture } from '../rollouts/tier-picture.ts';
import { type ActionDeps } from './action-deps.ts';
import { contractCall } from './contract-call.ts';
import { intentObstacle } from './intent-obstacle.ts';
import { type IntentRecord } from './intent-record.ts';

/** Throws a `HubError` unless the intent's call would succeed in the newest block; fails closed. */
export async function examine(
  intent: Omit<IntentRecord, 'preview'>,
  picture: TierPicture,
  deps: Pick<ActionDeps, 'chain' | 'transactions'>,
): Promise<void> {
  const chain = deps.chain();
  const signer = await deps.transactions.signer();
  const { tier } = picture;
  const available = actionAvailability({ tier, chain, signer, blockTime: newestBlockTime(picture, chain) });
  if (chain.stale) throw new HubError('chain/stale', available[intent.kind] ?? chain.problem);
  if (signer.state !== 'ready') {
    throw new HubError('signer/frozen', available[intent.kind] ?? signer.problem);
  }
  const obstacle = intentObstacle(intent, tier, available);
  if (obstacle) throw new HubError(obstacle.code, obstacle.message);
  const simulation = await deps.transactions.simulate(contractCall(intent));
  if (simulation.ok) return;
  if (simulation.kind === 'reverts') throw new HubError('intent/refused', simulation.message);
  throw new HubError('chain/stale', `The action cannot be tried out now: ${simulation.message}`);
}

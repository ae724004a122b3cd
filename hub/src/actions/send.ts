import { INTENT_EXPIRES_AFTER_MS, type Ms } from '@noderr/protocol';
import { type ActionDeps } from './action-deps.ts';
import { contractCall } from './contract-call.ts';
import { type IntentRecord } from './intent-record.ts';

/** Hands the call to the queue under the intent's id; a failure is made good by the courier's next round. */
export async function send(
  intent: IntentRecord,
  { transactions, logger }: Pick<ActionDeps, 'transactions' | 'logger'>,
): Promise<void> {
  const { id, kind, tier } = intent;
  try {
    const confirmedAt = intent.times.confirmed ?? intent.createdAt;
    const expiresAt = (confirmedAt + INTENT_EXPIRES_AFTER_MS) as Ms;
    await transactions.submit({ key: id, kind, data: contractCall(intent), expiresAt });
    logger.info({ intent: id, kind, tier, actor: intent.actor.kind }, 'intent handed to the queue');
  } catch (error) {
    logger.warn({ err: error, intent: id, kind, tier }, 'intent could not be handed to the queue yet');
  }
}

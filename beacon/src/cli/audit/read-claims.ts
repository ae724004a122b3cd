import { ReceiptPage, type ReceiptEntry, RolloutEvidence, RolloutHistory, type Tier } from '@noderr/protocol';
import { CliError } from '../cli-error.ts';
import { type HubReader } from '../hub-reader.ts';
import { type TierClaims } from './audit-tier.ts';

const PAGE = 1_000;

/** What the hub shows of a tier; the evidence first, so that the history cannot be older. */
export async function readClaims(hub: HubReader, tier: Tier, signal: AbortSignal): Promise<TierClaims> {
  const evidence = await hub.read(`/api/v1/tiers/${tier}/evidence`, {}, RolloutEvidence, signal);
  if (evidence.view.asOf.number === 0 && evidence.view.stale) {
    throw new CliError('unavailable', 'hub/no-chain', 'the hub has not read the chain yet', 'try again in a moment');
  }
  const history = await hub.read('/api/v1/rollouts', { tier }, RolloutHistory, signal);
  return { evidence, history };
}

/** Every receipt that the hub has of the tier or, undefined, of all, oldest first, page by page. */
export async function* receiptPages(
  hub: HubReader,
  tier: Tier | undefined,
  signal: AbortSignal,
): AsyncGenerator<ReceiptEntry[]> {
  const scope = { ...(tier === undefined ? {} : { tier }), limit: String(PAGE) };
  let after: string | null = null;
  do {
    const query: Record<string, string> = after === null ? scope : { ...scope, after };
    const page: ReceiptPage = await hub.read('/api/v1/receipts', query, ReceiptPage, signal);
    if (page.next !== null && page.next === after) {
      throw new CliError('unavailable', 'hub/malformed', 'the hub answers the same page of receipts for ever');
    }
    yield page.receipts;
    after = page.next;
  } while (after !== null);
}

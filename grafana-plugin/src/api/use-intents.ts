import { type Intent, type IntentKind, type ReleaseId, type TierCard, type TierList } from '@noderr/protocol';
import { type QueryClient, type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { newId } from '../app/new-id.ts';
import { useServices } from '../app/services-context.ts';
import { queryKeys } from './queries.ts';

export interface IntentDraft {
  kind: Exclude<IntentKind, 'pause'>;
  card: TierCard;
  to?: ReleaseId;
  cohort?: number;
}

/** One click: prepared, simulated and confirmed in one request. */
export function usePause(): UseMutationResult<Intent, Error, TierCard> {
  const { client } = useServices();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (card) =>
      client.prepareIntent({
        id: newId(),
        kind: 'pause',
        tier: card.tier,
        expectedRollout: card.rollout.rolloutId,
        confirm: true,
      }),
    onSuccess: (intent) => showIntent(queryClient, intent),
  });
}

/** Asks the hub what an action would do; nothing happens yet. */
export function usePrepare(): UseMutationResult<Intent, Error, IntentDraft> {
  const { client } = useServices();
  return useMutation({
    mutationFn: ({ kind, card, to, cohort }) =>
      client.prepareIntent({
        id: newId(),
        kind,
        tier: card.tier,
        expectedRollout: card.rollout.rolloutId,
        ...(kind === 'resume' && { expectedSeq: card.rollout.seq }),
        ...(to !== undefined && { to }),
        ...(cohort !== undefined && { cohort }),
      }),
  });
}

export interface Confirmation {
  id: string;
  reason: string;
  typedTier?: string;
}

export function useConfirm(): UseMutationResult<Intent, Error, Confirmation> {
  const { client } = useServices();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }) => client.confirmIntent(id, body),
    onSuccess: (intent) => showIntent(queryClient, intent),
  });
}

/** Puts the answer on the page at once; the poll brings the rest. */
function showIntent(queryClient: QueryClient, intent: Intent): Promise<void> {
  queryClient.setQueryData<TierList>(
    queryKeys.tiers,
    (old) =>
      old && { ...old, tiers: old.tiers.map((card) => (card.tier === intent.tier ? { ...card, intent } : card)) },
  );
  return queryClient.invalidateQueries({ queryKey: queryKeys.rollouts });
}

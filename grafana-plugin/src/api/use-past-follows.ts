import { type TierList } from '@noderr/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { queryKeys } from './queries.ts';

/** Asks for the history at once when a tier has changed, so that no two parts of a page contradict each other. */
export function usePastFollows(tiers: TierList | undefined): void {
  const queryClient = useQueryClient();
  const state = tiers?.tiers.map(({ tier, rollout }) => `${tier} ${rollout.seq} ${rollout.status}`).join();
  const before = useRef(state);
  useEffect(() => {
    if (before.current !== undefined && before.current !== state) {
      void queryClient.invalidateQueries({ queryKey: queryKeys.rollouts });
    }
    before.current = state;
  }, [queryClient, state]);
}

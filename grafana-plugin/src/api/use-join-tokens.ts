import { type CreatedJoinToken, type JoinTokenRow, type NodeTier } from '@noderr/protocol';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { newId } from '../app/new-id.ts';
import { useServices } from '../app/services-context.ts';
import { queryKeys } from './queries.ts';

/** The answer holds the only copy of the token: forget it with `reset`. */
export function useCreateToken(): UseMutationResult<CreatedJoinToken, Error, { tier: NodeTier; ttlMinutes: number }> {
  const { client } = useServices();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (draft) => client.createToken({ id: newId(), ...draft }),
    gcTime: 0,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.tokens }),
  });
}

export function useRevokeToken(): UseMutationResult<unknown, Error, JoinTokenRow> {
  const { client } = useServices();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (row) => client.revokeToken(row.id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.tokens }),
  });
}

import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useServices } from '../app/services-context.ts';
import { queryKeys } from './queries.ts';

export interface NodeActionDraft {
  nodeId: string;
  action: 'suspend' | 'resume' | 'forget';
  reason: string;
  typedId?: string;
}

/** Takes a node out of the rollout, back in, or out of the fleet for good. */
export function useNodeAction(): UseMutationResult<{ nodeId: string }, Error, NodeActionDraft> {
  const { client } = useServices();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ nodeId, action, ...body }) => client.nodeAction(nodeId, action, body),
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: queryKeys.nodes }),
        queryClient.invalidateQueries({ queryKey: queryKeys.node }),
        queryClient.invalidateQueries({ queryKey: queryKeys.tiers }),
      ]);
    },
  });
}

import { type AlertList, type AuditPage, type JoinTokenList, type NodeDetail, type NodeList } from '@noderr/protocol';
import { type ReleaseDetail, type RolloutHistory, type TierList } from '@noderr/protocol';
import { type UseQueryResult, keepPreviousData, useQuery } from '@tanstack/react-query';
import { type AlertsQuery, type HistoryQuery, type LogQuery } from './hub-client.ts';
import { useServices } from '../app/services-context.ts';

/** How often a visible page asks; milliseconds. */
const POLL_MS = 2000;
/** The same for what is past: it changes seldom, and an action asks for it at once; milliseconds. */
const PAST_POLL_MS = 6000;

/** Cache keys by resource; mutations invalidate by the first part. */
export const queryKeys = {
  tiers: ['tiers'],
  rollouts: ['rollouts'],
  release: ['release'],
  nodes: ['nodes'],
  node: ['node'],
  alerts: ['alerts'],
  audit: ['audit'],
  tokens: ['tokens'],
} as const;

interface LiveOptions {
  /** Goes on showing the last answer while another query of the same kind is asked for the first time. */
  keepPrevious?: boolean;
  /** Milliseconds; {@link POLL_MS} when absent. */
  pollMs?: number;
}

function useLive<T>(
  key: readonly unknown[],
  read: (options: { signal: AbortSignal }) => Promise<T>,
  options: LiveOptions = {},
): UseQueryResult<T> {
  return useQuery<T>({
    queryKey: key,
    queryFn: ({ signal }) => read({ signal }),
    refetchInterval: options.pollMs ?? POLL_MS,
    refetchIntervalInBackground: false,
    // The client hands out the same object for an unchanged answer.
    structuralSharing: false,
    ...(options.keepPrevious && { placeholderData: keepPreviousData }),
  });
}

export function useTiers(): UseQueryResult<TierList> {
  const { client } = useServices();
  return useLive(queryKeys.tiers, client.tiers);
}

/** `since` and `until` in epoch milliseconds, rounded by the caller so that the address stays the same for a while. */
export function useRollouts(query: HistoryQuery): UseQueryResult<RolloutHistory> {
  const { client } = useServices();
  return useLive([...queryKeys.rollouts, query], (options) => client.rollouts(query, options), {
    keepPrevious: true,
    pollMs: PAST_POLL_MS,
  });
}

export function useRelease(tier: string, releaseId: number): UseQueryResult<ReleaseDetail> {
  const { client } = useServices();
  return useLive([...queryKeys.release, tier, releaseId], (options) => client.release(tier, releaseId, options));
}

export function useNodes(): UseQueryResult<NodeList> {
  const { client } = useServices();
  return useLive(queryKeys.nodes, client.nodes);
}

export function useNode(nodeId: string): UseQueryResult<NodeDetail> {
  const { client } = useServices();
  return useLive([...queryKeys.node, nodeId], (options) => client.node(nodeId, options));
}

export function useAlerts(query: AlertsQuery): UseQueryResult<AlertList> {
  const { client } = useServices();
  return useLive([...queryKeys.alerts, query], (options) => client.alerts(query, options));
}

export function useAudit(query: LogQuery): UseQueryResult<AuditPage> {
  const { client } = useServices();
  return useLive([...queryKeys.audit, query], (options) => client.audit(query, options), {
    keepPrevious: true,
    pollMs: PAST_POLL_MS,
  });
}

export function useTokens(): UseQueryResult<JoinTokenList> {
  const { client } = useServices();
  return useLive(queryKeys.tokens, client.tokens);
}

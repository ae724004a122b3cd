import {
  AlertList,
  type AlertStatus,
  AuditEntry,
  AuditPage,
  type ConfirmRequest,
  type CreateJoinToken,
  CreatedJoinToken,
  Intent,
  type IntentRequest,
  JoinTokenList,
  type NodeAction,
  NodeDetail,
  NodeList,
  NodeId,
  type NodeTier,
  PERMISSIONS,
  ReleaseDetail,
  RolloutHistory,
  type Tier,
  TierList,
  WhoAmI,
} from '@noderr/protocol';
import { z } from 'zod';
import { type HubRequest } from './hub-request.ts';

/** Grafana's client parses whatever is JSON: a log of a single line arrives as its entry. */
const JsonLines = z.union([z.string(), AuditEntry.transform((entry) => `${JSON.stringify(entry)}\n`)]);

type Reading = { signal?: AbortSignal | undefined };

/** `since` and `until` in epoch milliseconds. */
export type HistoryQuery = { tier?: Tier | undefined; since?: number; until?: number };
/** Entries before number `before`, newest first. */
export type LogQuery = { before?: number; limit?: number; tier?: Tier | undefined; action?: string };

/** Those of a tier or a node; `since` leaves out what had ended before, epoch milliseconds. */
export type AlertsQuery = { tier?: NodeTier; node?: NodeId; status?: AlertStatus; since?: number; limit?: number };

const Revoked = z.object({ id: z.uuid() });
const NodeDone = z.object({ nodeId: NodeId });

/** Every call of the hub's API that the pages make; each answer is parsed, each failure is a `HubError`. */
export interface HubClient {
  tiers: (options?: Reading) => Promise<TierList>;
  rollouts: (query: HistoryQuery, options?: Reading) => Promise<RolloutHistory>;
  release: (tier: string, releaseId: number, options?: Reading) => Promise<ReleaseDetail>;
  nodes: (options?: Reading) => Promise<NodeList>;
  node: (nodeId: string, options?: Reading) => Promise<NodeDetail>;
  alerts: (query: AlertsQuery, options?: Reading) => Promise<AlertList>;
  audit: (query: LogQuery, options?: Reading) => Promise<AuditPage>;
  /** The whole log as JSON lines, oldest first. */
  auditExport: () => Promise<string>;
  tokens: (options?: Reading) => Promise<JoinTokenList>;
  whoami: (options?: Reading) => Promise<WhoAmI>;
  whoamiAdmin: (options?: Reading) => Promise<WhoAmI>;
  intent: (id: string, options?: Reading) => Promise<Intent>;
  prepareIntent: (body: z.input<typeof IntentRequest>) => Promise<Intent>;
  confirmIntent: (id: string, body: z.input<typeof ConfirmRequest>) => Promise<Intent>;
  createToken: (body: z.input<typeof CreateJoinToken>) => Promise<CreatedJoinToken>;
  revokeToken: (id: string) => Promise<{ id: string }>;
  nodeAction: (
    nodeId: string,
    action: 'suspend' | 'resume' | 'forget',
    body: z.input<typeof NodeAction>,
  ) => Promise<{ nodeId: string }>;
}

export function createHubClient(request: HubRequest): HubClient {
  const read = PERMISSIONS.readRollouts;
  const write = PERMISSIONS.writeRollouts;
  const enrol = PERMISSIONS.writeTokens;

  return {
    tiers: (options) => request({ method: 'GET', path: '/tiers', right: read, answer: TierList, ...options }),
    rollouts: (query, options) =>
      request({ method: 'GET', path: '/rollouts', query, right: read, answer: RolloutHistory, ...options }),
    release: (tier, releaseId, options) =>
      request({
        method: 'GET',
        path: `/rollouts/${encodeURIComponent(tier)}/${releaseId}`,
        right: read,
        answer: ReleaseDetail,
        ...options,
      }),
    nodes: (options) => request({ method: 'GET', path: '/nodes', right: read, answer: NodeList, ...options }),
    node: (nodeId, options) =>
      request({
        method: 'GET',
        path: `/nodes/${encodeURIComponent(nodeId)}`,
        right: read,
        answer: NodeDetail,
        ...options,
      }),
    alerts: (query, options) =>
      request({ method: 'GET', path: '/alerts', query, right: read, answer: AlertList, ...options }),
    audit: (query, options) =>
      request({ method: 'GET', path: '/audit', query, right: read, answer: AuditPage, ...options }),
    auditExport: () => request({ method: 'GET', path: '/audit/export', right: read, answer: JsonLines }),
    tokens: (options) => request({ method: 'GET', path: '/tokens', right: enrol, answer: JoinTokenList, ...options }),
    whoami: (options) => request({ method: 'GET', path: '/whoami', right: read, answer: WhoAmI, ...options }),
    whoamiAdmin: (options) =>
      request({ method: 'GET', path: '/whoami/admin', right: write, answer: WhoAmI, ...options }),
    intent: (id, options) =>
      request({ method: 'GET', path: `/intents/${encodeURIComponent(id)}`, right: read, answer: Intent, ...options }),
    prepareIntent: (body) => request({ method: 'POST', path: '/intents', body, right: write, answer: Intent }),
    confirmIntent: (id, body) =>
      request({
        method: 'POST',
        path: `/intents/${encodeURIComponent(id)}/confirm`,
        body,
        right: write,
        answer: Intent,
      }),
    createToken: (body) => request({ method: 'POST', path: '/tokens', body, right: enrol, answer: CreatedJoinToken }),
    revokeToken: (id) =>
      request({
        method: 'POST',
        path: `/tokens/${encodeURIComponent(id)}/revoke`,
        body: {},
        right: enrol,
        answer: Revoked,
      }),
    nodeAction: (nodeId, action, body) =>
      request({
        method: 'POST',
        path: `/nodes/${encodeURIComponent(nodeId)}/${action}`,
        body,
        right: enrol,
        answer: NodeDone,
      }),
  };
}

import { Tier } from '@noderr/protocol';
import { type LogQuery } from '../../api/hub-client.ts';

export const AUDIT_PAGE_SIZE = 50;

/** What the address asks for; an unknown value asks for nothing. */
export interface AuditFilter {
  tier: Tier | null;
  /** The exact name of an action, such as `node.enrolled`. */
  action: string | null;
  /** Entries below this number, null = the newest. */
  before: number | null;
}

export function parseAuditFilter(search: URLSearchParams): AuditFilter {
  const before = search.get('before');
  const action = search.get('action');
  return {
    tier: Tier.safeParse(search.get('tier')).data ?? null,
    action: action !== null && /^[a-z.-]{1,60}$/.test(action) ? action : null,
    before: before !== null && /^[1-9]\d{0,11}$/.test(before) ? Number(before) : null,
  };
}

export function formatAuditFilter({ tier, action, before }: AuditFilter): Record<string, string> {
  return {
    ...(tier !== null && { tier }),
    ...(action !== null && { action }),
    ...(before !== null && { before: String(before) }),
  };
}

export function auditQuery({ tier, action, before }: AuditFilter): LogQuery {
  return {
    limit: AUDIT_PAGE_SIZE,
    ...(tier !== null && { tier }),
    ...(action !== null && { action }),
    ...(before !== null && { before }),
  };
}

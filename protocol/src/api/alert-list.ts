import { z } from 'zod';
import { Ms, NodeId } from '../brands.ts';
import { NodeTier } from '../tier.ts';

export const AlertSeverity = z.enum(['critical', 'warning', 'info']);
export type AlertSeverity = z.infer<typeof AlertSeverity>;

export const AlertStatus = z.enum(['firing', 'resolved']);
export type AlertStatus = z.infer<typeof AlertStatus>;

/** An alert as Alertmanager told the hub of it: evidence for people, written by others. */
export const AlertView = z.object({
  /** Alertmanager's name for the set of labels. */
  fingerprint: z.string(),
  name: z.string(),
  severity: AlertSeverity,
  status: AlertStatus,
  tier: NodeTier.nullable(),
  nodeId: NodeId.nullable(),
  service: z.string(),
  summary: z.string(),
  startsAt: Ms,
  /** Null while it fires. */
  endsAt: Ms.nullable(),
  /** Whether it asks the guard to pause its tier. */
  pauses: z.boolean(),
});
export type AlertView = z.infer<typeof AlertView>;

/** GET /api/v1/alerts?tier=&node=&status=&since=&limit= ; `since` leaves out what had ended before (Ms). */
export const AlertQuery = z.object({
  tier: NodeTier.optional(),
  node: NodeId.optional(),
  status: AlertStatus.optional(),
  since: z.coerce.number().int().nonnegative().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type AlertQuery = z.infer<typeof AlertQuery>;

/** Those that fire first, of these the most urgent, of these the newest. */
export const AlertList = z.object({ now: Ms, alerts: z.array(AlertView) });
export type AlertList = z.infer<typeof AlertList>;

import { createHash } from 'node:crypto';
import { AlertSeverity, type AlertStatus, type Ms, NodeId, NodeTier } from '@noderr/protocol';
import { z } from 'zod';

/** Of one call; a storm is one alert of the fleet, not of each node. */
const MAX_ALERTS = 2_000;
/** Characters that are kept of a text. */
const MAX_NAME = 100;
const MAX_SUMMARY = 300;

const Texts = z.record(z.string(), z.string());
const Time = z.iso.datetime({ offset: true });

/** What Alertmanager calls a webhook with (version 4), as far as it is used. */
export const Notification = z.object({
  version: z.literal('4'),
  groupKey: z.string().min(1).max(8_192),
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: Texts,
        annotations: Texts.default({}),
        startsAt: Time,
        endsAt: Time,
        fingerprint: z.string().regex(/^[0-9a-f]{1,64}$/, 'expected hex digits'),
      }),
    )
    .min(1)
    .max(MAX_ALERTS),
});
export type Notification = z.infer<typeof Notification>;

/** An alert in our words; what its labels ask for beyond a pause is told, and nothing comes of it. */
export interface ReceivedAlert {
  readonly groupHash: string;
  readonly fingerprint: string;
  readonly status: AlertStatus;
  readonly startsAt: Ms;
  readonly endsAt: Ms | null;
  readonly name: string;
  readonly severity: AlertSeverity;
  readonly tier: NodeTier | null;
  readonly nodeId: NodeId | null;
  readonly service: string;
  readonly summary: string;
  /** The label `action`, cleaned; empty where there is none. */
  readonly action: string;
}

/** The one thing that an alert can ask for. */
export const PAUSE = 'pause';

export function alertsOf({ groupKey, alerts }: Notification): ReceivedAlert[] {
  const groupHash = createHash('sha256').update(groupKey).digest('hex');
  return alerts.map(({ status, labels, annotations, startsAt, endsAt, fingerprint }) => ({
    groupHash,
    fingerprint,
    status,
    startsAt: timeOf(startsAt),
    endsAt: status === 'resolved' ? timeOf(endsAt) : null,
    name: cleanText(labels.alertname ?? '', MAX_NAME) || 'unnamed',
    severity: AlertSeverity.catch('info').parse(labels.severity),
    tier: NodeTier.nullable().catch(null).parse(labels.tier),
    nodeId: NodeId.nullable().catch(null).parse(labels.node_id),
    service: cleanText(labels.service ?? '', MAX_NAME),
    summary: cleanText(annotations.summary ?? '', MAX_SUMMARY),
    action: cleanText(labels.action ?? '', MAX_NAME),
  }));
}

/** Without control and direction characters, white space as single spaces, at most so many characters. */
export function cleanText(text: string, max: number): string {
  const clean = text.replace(/[\p{C}\p{Z}\s]+/gu, ' ').trim();
  const characters = Array.from(clean.slice(0, 2 * max + 2));
  return characters.length <= max ? clean : `${characters.slice(0, max - 1).join('')}…`;
}

/** A time before 1970 stands for none: Alertmanager writes the year 1 then. */
function timeOf(text: string): Ms {
  return Math.max(0, Date.parse(text)) as Ms;
}

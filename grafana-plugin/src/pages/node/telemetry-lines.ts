import { type NodeDetail } from '@noderr/protocol';
import { formatRoughSpan } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { absentStrings } from '../../strings/absent.ts';
import { telemetryStrings } from '../../strings/telemetry.ts';

/** What is measured every 15 s, and retried for a moment, is not behind; seconds. */
const FRESH_S = 60;
/** From here on the alert NodeTelemetryBacklog counts; seconds. */
const BACKLOG_S = 600;

export interface TelemetryLine {
  tone: 'good' | 'calm' | 'warn';
  word: string;
}

/** How far what a node measures and logs is behind, and how much of it is lost; of a silent node nothing is known. */
export function telemetryLines({ place, telemetry }: Pick<NodeDetail, 'place' | 'telemetry'>): TelemetryLine[] {
  if (place === 'silent') return [{ tone: 'calm', word: absentStrings.unknown }];
  if (telemetry === null) return [{ tone: 'calm', word: telemetryStrings.off }];
  const { lagS, droppedTotal } = telemetry;
  const signals = [lagLine('metrics', lagS.metrics), lagLine('logs', lagS.logs)];
  const fresh = signals.every(({ tone }) => tone === 'good');
  return [
    ...(fresh ? [{ tone: 'good' as const, word: telemetryStrings.fresh }] : signals),
    ...(droppedTotal > 0
      ? [{ tone: 'warn' as const, word: telemetryStrings.lost(formatCount(droppedTotal), droppedTotal) }]
      : []),
  ];
}

function lagLine(signal: 'metrics' | 'logs', lagS: number | null): TelemetryLine {
  const line = (tone: TelemetryLine['tone'], text: string) => ({ tone, word: telemetryStrings.signal(signal, text) });
  if (lagS === null) return line('warn', telemetryStrings.unreadable);
  if (lagS <= FRESH_S) return line('good', telemetryStrings.fresh);
  return line(lagS > BACKLOG_S ? 'warn' : 'calm', telemetryStrings.behind(formatRoughSpan(lagS)));
}

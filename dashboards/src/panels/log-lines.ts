import { LogsDedupStrategy, LogsSortOrder } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/logs';
import { LOKI } from '../datasources.ts';
import { type Frame, framed } from './frame.ts';

/** Log lines, the newest first. */
export function logLines(frame: Omit<Frame, 'unit'>): PanelBuilder {
  return framed(new PanelBuilder(), { ...frame, unit: 'none' })
    .datasource(LOKI)
    .showTime(true)
    .showLabels(false)
    .wrapLogMessage(true)
    .enableLogDetails(true)
    .sortOrder(LogsSortOrder.Descending)
    .dedupStrategy(LogsDedupStrategy.None);
}

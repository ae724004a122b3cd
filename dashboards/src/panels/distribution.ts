import { HeatmapCellLayout } from '@grafana/grafana-foundation-sdk/common';
import {
  FilterValueRangeBuilder,
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  PanelBuilder,
  RowsHeatmapOptionsBuilder,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { type Frame, framed } from './frame.ts';
import { MAX_POINTS } from './graph.ts';

export interface Distribution extends Frame {
  /** Of the buckets; `unit` is of what is in them. */
  bucketUnit: string;
}

/** Less than anything that is counted. */
const NOTHING = 1e-9;

/** How many fall into each bucket, over time; the buckets must be cumulative, with `le`. */
export function distribution({ bucketUnit, ...frame }: Distribution): PanelBuilder {
  return framed(new PanelBuilder(), frame)
    .maxDataPoints(MAX_POINTS)
    .calculate(false)
    .rowsFrame(new RowsHeatmapOptionsBuilder().layout(HeatmapCellLayout.Le))
    .color(new HeatmapColorOptionsBuilder().mode(HeatmapColorMode.Scheme).scheme('Oranges').steps(64))
    .filterValues(new FilterValueRangeBuilder().le(NOTHING))
    .yAxis(new YAxisConfigBuilder().unit(bucketUnit))
    .cellGap(1);
}

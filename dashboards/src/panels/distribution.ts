import { HeatmapCellLayout } from '@grafana/grafana-foundation-sdk/common';
import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  PanelBuilder,
  RowsHeatmapOptionsBuilder,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { type Frame, framed } from './frame.ts';
import { MAX_POINTS } from './graph.ts';

/** How many fall into each bucket, over time; `unit` is of the buckets, which must be cumulative, with `le`. */
export function distribution(frame: Frame): PanelBuilder {
  return framed(new PanelBuilder(), frame)
    .maxDataPoints(MAX_POINTS)
    .calculate(false)
    .rowsFrame(new RowsHeatmapOptionsBuilder().layout(HeatmapCellLayout.Le))
    .color(new HeatmapColorOptionsBuilder().mode(HeatmapColorMode.Scheme).scheme('Oranges').steps(64))
    .yAxis(new YAxisConfigBuilder().unit(frame.unit))
    .cellGap(1);
}

import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { type Frame, framed } from './frame.ts';

/** Points of a line; more than a screen shows would only cost the store. */
export const MAX_POINTS = 300;

/** Lines over time. A gap is a gap. */
export function graph(frame: Frame): PanelBuilder {
  const panel = framed(new PanelBuilder(), frame)
    .maxDataPoints(MAX_POINTS)
    .lineWidth(1)
    .fillOpacity(8)
    .showPoints(VisibilityMode.Never)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  if (frame.steps) {
    panel.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  }
  return panel;
}

/** Lines on top of each other: their sum is a figure too. */
export function stackedGraph(frame: Frame): PanelBuilder {
  return graph(frame).fillOpacity(30).stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
}

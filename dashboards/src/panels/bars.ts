import { PanelBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import { BarGaugeDisplayMode, ReduceDataOptionsBuilder, VizOrientation } from '@grafana/grafana-foundation-sdk/common';
import { type Frame, framed } from './frame.ts';

/** A bar for each series, at the end of the time range. */
export function bars(frame: Frame): PanelBuilder {
  return framed(new PanelBuilder(), frame)
    .orientation(VizOrientation.Horizontal)
    .displayMode(BarGaugeDisplayMode.Basic)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false));
}

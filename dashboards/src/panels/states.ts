import { VisibilityMode } from '@grafana/grafana-foundation-sdk/common';
import { MappingType } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { type Frame, framed } from './frame.ts';
import { MAX_POINTS } from './graph.ts';

/** A value of the query as a word and a colour. */
export interface State {
  value: number;
  text: string;
  color: string;
}

/** A band for each series, coloured by its state over time. */
export function states(named: readonly State[], frame: Omit<Frame, 'unit'>): PanelBuilder {
  const options = Object.fromEntries(named.map(({ value, text, color }, index) => [value, { text, color, index }]));
  return framed(new PanelBuilder(), { ...frame, unit: 'none' })
    .maxDataPoints(MAX_POINTS)
    .mappings([{ type: MappingType.ValueToText, options }])
    .showValue(VisibilityMode.Auto)
    .mergeValues(true)
    .rowHeight(0.8);
}

import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as GaugeBuilder } from '@grafana/grafana-foundation-sdk/gauge';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { type Frame, framed } from './frame.ts';

/** One figure. */
export function figure(frame: Frame): StatBuilder {
  return framed(new StatBuilder(), frame)
    .reduceOptions(last())
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value);
}

/** The name of each series, without its value. */
export function names(frame: Frame): StatBuilder {
  return figure(frame).textMode(BigValueTextMode.Name);
}

/** A figure between two bounds. */
export function gauge(frame: Frame): GaugeBuilder {
  return framed(new GaugeBuilder(), frame).reduceOptions(last()).showThresholdLabels(false).showThresholdMarkers(true);
}

/** A figure between 0 and what the second query, with the legend `most`, says. */
export function gaugeUpTo(most: string, frame: Frame): GaugeBuilder {
  const mappings = [{ fieldName: most, handlerKey: 'max' }];
  return gauge({ ...frame, min: 0 }).withTransformation({
    id: 'configFromData',
    options: { configRefId: 'B', mappings },
  });
}

function last(): ReduceDataOptionsBuilder {
  return new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false);
}

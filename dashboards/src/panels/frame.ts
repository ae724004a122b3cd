import { type Builder, type Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { type DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import { type DashboardLink, type Panel, type ThresholdsConfig } from '@grafana/grafana-foundation-sdk/dashboard';
import { PROMETHEUS } from '../datasources.ts';
import { STEPS, type Steps, thresholds } from '../thresholds.ts';

/** A dashboard is 24 wide. */
export interface Size {
  width: number;
  height: number;
}

/** What every panel has. */
export interface Frame {
  title: string;
  /** What it shows, of what, and where it comes from; a sentence or two. */
  description: string;
  size: Size;
  /** Grafana's name of the unit. */
  unit: string;
  queries: readonly Query[];
  steps?: Steps;
  links?: readonly Builder<DashboardLink>[];
  decimals?: number;
  min?: number;
  max?: number;
  /** What stands in place of "No data", and in the empty cells of a table. */
  nothing?: string;
}

export type Query = Builder<Dataquery> & { refId(id: string): unknown };

/** The part of a panel's builder that is the same for all kinds. */
interface PanelBuilder extends Builder<Panel> {
  title(title: string): this;
  description(description: string): this;
  datasource(datasource: DataSourceRef): this;
  span(width: number): this;
  height(height: number): this;
  unit(unit: string): this;
  withTarget(query: Builder<Dataquery>): this;
  thresholds(steps: Builder<ThresholdsConfig>): this;
  links(links: Builder<DashboardLink>[]): this;
  decimals(decimals: number): this;
  min(min: number): this;
  max(max: number): this;
  noValue(text: string): this;
}

/** Gives a panel its frame; queries are named A, B, C … in their order. */
export function framed<P extends PanelBuilder>(panel: P, frame: Frame): P {
  const { title, description, size, unit, queries, steps = STEPS.good, links = [] } = frame;
  panel.title(title).description(description).datasource(PROMETHEUS).span(size.width).height(size.height);
  panel
    .unit(unit)
    .thresholds(thresholds(steps))
    .links([...links]);
  if (frame.decimals !== undefined) panel.decimals(frame.decimals);
  if (frame.min !== undefined) panel.min(frame.min);
  if (frame.max !== undefined) panel.max(frame.max);
  if (frame.nothing !== undefined) panel.noValue(frame.nothing);
  for (const [index, query] of queries.entries()) {
    query.refId(String.fromCharCode('A'.charCodeAt(0) + index));
    panel.withTarget(query);
  }
  return panel;
}

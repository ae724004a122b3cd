import { TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import { type DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { type Steps, thresholds } from '../thresholds.ts';
import { type Frame, framed } from './frame.ts';

/** A column by the name that the query gives it: a label, or `Value #A` for the value of query A. */
export interface Column {
  from: string;
  title: string;
  unit?: string;
  decimals?: number;
  steps?: Steps;
  links?: readonly { title: string; url: string }[];
}

export interface Listing extends Omit<Frame, 'unit'> {
  columns: readonly Column[];
  /** Title of the column by which it is sorted, the largest first. */
  sortBy: string;
}

/** A table: rows of all queries with the same labels are one row; columns that are not named are left out. */
export function listing({ columns, sortBy, ...frame }: Listing): PanelBuilder {
  const panel = framed(new PanelBuilder(), { ...frame, unit: 'none' })
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({
      id: 'organize',
      options: {
        includeByName: Object.fromEntries(columns.map(({ from }) => [from, true])),
        indexByName: Object.fromEntries(columns.map(({ from }, index) => [from, index])),
        renameByName: Object.fromEntries(columns.map(({ from, title }) => [from, title])),
      },
    })
    .sortBy([new TableSortByFieldStateBuilder().displayName(sortBy).desc(true)])
    .filterable(true);
  for (const column of columns) {
    const properties = propertiesOf(column);
    if (properties.length > 0) panel.overrideByName(column.title, properties);
  }
  return panel;
}

function propertiesOf({ unit, decimals, steps, links }: Column): DynamicConfigValue[] {
  const properties: DynamicConfigValue[] = [];
  if (unit !== undefined) properties.push({ id: 'unit', value: unit });
  if (decimals !== undefined) properties.push({ id: 'decimals', value: decimals });
  if (steps !== undefined) {
    properties.push({ id: 'thresholds', value: thresholds(steps).build() });
    properties.push({ id: 'custom.cellOptions', value: { type: 'color-text' } });
  }
  if (links !== undefined) properties.push({ id: 'links', value: links });
  return properties;
}

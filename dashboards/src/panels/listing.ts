import { TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import { type DynamicConfigValue, MappingType } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { type CellLink } from '../links.ts';
import { type Steps, thresholds } from '../thresholds.ts';
import { type Frame, framed } from './frame.ts';

/** A column by the name that the query gives it: a label, or `Value #A` for the value of query A. */
export interface Column {
  from: string;
  title: string;
  unit?: string;
  decimals?: number;
  steps?: Steps;
  /** Colours of its words. */
  colors?: Readonly<Record<string, string>>;
  links?: readonly CellLink[];
  /** In pixels; the rest is shared by the columns without one. */
  width?: number;
  /** What stands in its empty cells. */
  nothing?: string;
}

type Order = readonly [title: string, order: 'ascending' | 'descending'];

export interface Listing extends Omit<Frame, 'unit'> {
  columns: readonly Column[];
  /** The first decides. */
  sortBy: readonly Order[];
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
    .sortBy(
      sortBy.map(([title, order]) =>
        new TableSortByFieldStateBuilder().displayName(title).desc(order === 'descending'),
      ),
    )
    .filterable(true);
  for (const column of columns) {
    const properties = propertiesOf(column);
    if (properties.length > 0) panel.overrideByName(column.title, properties);
  }
  return panel;
}

function propertiesOf({ unit, decimals, steps, colors, links, width, nothing }: Column): DynamicConfigValue[] {
  const properties: DynamicConfigValue[] = [];
  if (unit !== undefined) properties.push({ id: 'unit', value: unit });
  if (decimals !== undefined) properties.push({ id: 'decimals', value: decimals });
  if (steps !== undefined) properties.push({ id: 'thresholds', value: thresholds(steps).build() });
  if (colors !== undefined) properties.push({ id: 'mappings', value: [mappingOf(colors)] });
  if (steps !== undefined || colors !== undefined) {
    properties.push({ id: 'custom.cellOptions', value: { type: 'color-text' } });
  }
  if (links !== undefined) properties.push({ id: 'links', value: links });
  if (width !== undefined) properties.push({ id: 'custom.width', value: width });
  if (nothing !== undefined) properties.push({ id: 'noValue', value: nothing });
  return properties;
}

function mappingOf(colors: Readonly<Record<string, string>>): object {
  const options = Object.fromEntries(Object.entries(colors).map(([word, color], index) => [word, { color, index }]));
  return { type: MappingType.ValueToText, options };
}

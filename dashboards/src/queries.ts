import { DataqueryBuilder as LokiQueryBuilder } from '@grafana/grafana-foundation-sdk/loki';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { LOKI, PROMETHEUS } from './datasources.ts';

/** Log lines that a panel shows at most. */
const MAX_LINES = 200;

/** A value over the time range; `legend` names each series, with its labels as `{{label}}`. */
export function overTime(expr: string, legend: string): DataqueryBuilder {
  return query(expr).legendFormat(legend).range();
}

/** Moments and times of an annotation: where the value is above 0. */
export function marks(expr: string): DataqueryBuilder {
  return query(expr).range().interval('60s').refId('Anno');
}

/** The value at the end of the time range. */
export function now(expr: string, legend: string): DataqueryBuilder {
  return query(expr).legendFormat(legend).instant();
}

/** The values at the end of the time range as rows of a table, a column for each label. */
export function rows(expr: string): DataqueryBuilder {
  return query(expr).format(PromQueryFormat.Table).instant();
}

/** Buckets by `le` over the time range, for a heatmap. */
export function buckets(expr: string): DataqueryBuilder {
  return query(expr).format(PromQueryFormat.Heatmap).legendFormat('{{le}}').range();
}

/** The newest log lines of the time range. */
export function lines(expr: string): LokiQueryBuilder {
  return new LokiQueryBuilder().datasource(LOKI).expr(expr).queryType('range').maxLines(MAX_LINES);
}

function query(expr: string): DataqueryBuilder {
  return new DataqueryBuilder().datasource(PROMETHEUS).expr(expr.replace(/\s+/g, ' ').trim());
}

import { type Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { type ClassicDashboard } from './classic-dashboard.ts';

/** A query of a panel, an annotation or a variable, and whose it is. */
export interface DashboardQuery {
  /** `Dashboard: panel`, for people. */
  of: string;
  datasource: string;
  expr: string;
  /** Whether it is asked for one moment or for a time range. */
  instant: boolean;
}

/** The panels of a dashboard, rows left out. */
export function panelsOf({ panels = [] }: ClassicDashboard): Panel[] {
  return panels.flatMap((panel) => (panel.type === 'row' ? [] : [panel as Panel]));
}

/** What a dashboard asks its datasources. */
export function queriesOf(dashboard: ClassicDashboard): DashboardQuery[] {
  const title = dashboard.title ?? '';
  const ofPanels = panelsOf(dashboard).flatMap((panel) =>
    (panel.targets ?? []).map((target) => {
      const { expr, instant = false, datasource } = target as unknown as Target;
      return { of: `${title}: ${panel.title ?? ''}`, datasource: datasource.uid, expr, instant };
    }),
  );
  const ofAnnotations = (dashboard.annotations.list ?? []).map(({ name, target, datasource }) => ({
    of: `${title}: annotation ${name}`,
    datasource: datasource?.uid ?? '',
    expr: (target as unknown as Target).expr,
    instant: false,
  }));
  const ofVariables = (dashboard.templating.list ?? []).map(({ name, definition = '', datasource }) => ({
    of: `${title}: variable ${name}`,
    datasource: datasource?.uid ?? '',
    expr: VARIABLE.exec(definition)?.groups?.expr ?? definition,
    instant: true,
  }));
  return [...ofPanels, ...ofAnnotations, ...ofVariables];
}

/** Grafana's functions around the series that a variable takes its values from. */
const VARIABLE = /^(?:label_values|query_result)\((?<expr>.+?)(?:, \w+)?\)$/;

/** As the query builders of both datasources write it. */
interface Target {
  expr: string;
  instant?: boolean;
  datasource: { uid: string };
}

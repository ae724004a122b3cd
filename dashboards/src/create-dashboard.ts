import { type Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type AnnotationQuery,
  DashboardCursorSync,
  type DashboardLink,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { ClassicDashboardBuilder } from './classic-dashboard.ts';
import { TAG, toDashboards } from './links.ts';

export interface DashboardFrame {
  uid: string;
  title: string;
  description: string;
  variables: readonly Builder<VariableModel>[];
  annotations: readonly Builder<AnnotationQuery>[];
  links: readonly Builder<DashboardLink>[];
}

/** A dashboard without panels; it shows six hours and is changed in this repository only. */
export function createDashboard(frame: DashboardFrame): ClassicDashboardBuilder {
  return new ClassicDashboardBuilder(frame.title)
    .uid(frame.uid)
    .description(frame.description)
    .tags([TAG])
    .readonly()
    .timezone('browser')
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .tooltip(DashboardCursorSync.Crosshair)
    .variables([...frame.variables])
    .annotations([...frame.annotations])
    .links([toDashboards(), ...frame.links]);
}

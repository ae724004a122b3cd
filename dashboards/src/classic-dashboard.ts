import { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';

/**
 * A dashboard of the classic schema, which Grafana 12.3 and 13 both read from files. The SDK calls it deprecated, for a
 * second schema that is behind a feature toggle in 12.3.
 */
// eslint-disable-next-line @typescript-eslint/no-deprecated
export class ClassicDashboardBuilder extends DashboardBuilder {}

export type ClassicDashboard = ReturnType<ClassicDashboardBuilder['build']>;

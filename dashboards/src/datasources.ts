import { type DataSourceRef } from '@grafana/grafana-foundation-sdk/common';

/** The datasources that `provisioning/grafana/datasources` names; the app plugin links to the same uids. */
export const PROMETHEUS: DataSourceRef = { type: 'prometheus', uid: 'noderr-prometheus' };
export const LOKI: DataSourceRef = { type: 'loki', uid: 'noderr-loki' };

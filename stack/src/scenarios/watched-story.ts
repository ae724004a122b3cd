import { type AlertSink } from './alert-sink.ts';
import { type AlertmanagerApi, alertmanagerApi } from '../services/alertmanager-api.ts';
import { type Story } from './story.ts';

/** What a story needs that listens to alerts. */
export interface Watch {
  /** Prometheus's address. */
  prometheus: string;
  alertmanager: AlertmanagerApi;
  sink: AlertSink;
}

/** @throws where Prometheus or Alertmanager is not on this machine */
export function watchOf({ stack, sink }: Story): Watch {
  const { prometheus, alertmanager } = stack.observability;
  if (prometheus === null || alertmanager === null) {
    throw new Error('this story needs Prometheus and Alertmanager on the PATH');
  }
  return { prometheus, alertmanager: alertmanagerApi(alertmanager), sink };
}

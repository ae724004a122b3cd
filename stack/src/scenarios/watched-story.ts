import { type AlertSink } from './alert-sink.ts';
import { type AlertmanagerApi, alertmanagerApi } from '../services/alertmanager-api.ts';
import { until } from '../until.ts';
import { queryPrometheus } from './prometheus-api.ts';
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

/** The rules judge no node before a hub that has started has had two minutes to hear of it. */
const HUB_YOUTH_S = 120;

export async function untilNodesAreJudged({ prometheus }: Watch): Promise<void> {
  await until('the hub to be two minutes old', 2 * HUB_YOUTH_S, async () => {
    const [age] = await queryPrometheus(prometheus, 'hub:noderr_age:seconds');
    const seconds = age?.samples.at(-1)?.[1] ?? 0;
    return seconds > HUB_YOUTH_S ? true : `${seconds.toFixed(0)} s`;
  });
}

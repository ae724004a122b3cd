import { OUTCOMES, TIERS } from '@noderr/protocol';
import { collectDefaultMetrics, Counter, Histogram, Registry } from '@prometheus-io/client';
import { type HubErrorCode } from '../problem/hub-error.ts';
import { type NodeOutcome } from '../fleet/fleet.ts';

export interface HubMetrics {
  registry: Registry;
  heartbeats: Counter<'result'>;
  events: Counter<'kind'>;
  /** Requests of nodes and scrapers that were refused, by code: attacks show here. */
  refused: Counter<'code'>;
  observeOutcome(outcome: NodeOutcome): void;
  countRefusal(code: HubErrorCode): void;
}

const UPDATE_BUCKETS_S = [5, 15, 30, 60, 120, 300, 600, 1800, 3600];
/** 5 s is the promise of a fast rollback. */
const ROLLBACK_BUCKETS_S = [0.5, 1, 2, 3, 5, 10, 30, 60, 300];

export function createHubMetrics(registry: Registry = new Registry()): HubMetrics {
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const updateDuration = new Histogram({
    name: 'noderr_update_duration_seconds',
    help: 'Duration of attempts by outcome, as nodes reported it',
    labelNames: ['tier', 'outcome'],
    buckets: UPDATE_BUCKETS_S,
    registers,
  });
  const rollbackDuration = new Histogram({
    name: 'noderr_rollback_duration_seconds',
    help: 'From the verdict to a healthy kept set, as nodes reported it',
    labelNames: ['tier'],
    buckets: ROLLBACK_BUCKETS_S,
    registers,
  });
  // A series that begins with its first observation has no increase by it.
  for (const tier of TIERS) {
    rollbackDuration.zero({ tier });
    for (const outcome of OUTCOMES) updateDuration.zero({ tier, outcome });
  }
  const refused = new Counter({
    name: 'noderr_hub_requests_refused_total',
    help: 'Requests of nodes and scrapers that were refused',
    labelNames: ['code'],
    registers,
  });
  return {
    registry,
    heartbeats: new Counter({
      name: 'noderr_hub_heartbeats_total',
      help: 'Heartbeats taken in, or ignored because a newer one was known',
      labelNames: ['result'],
      registers,
    }),
    events: new Counter({
      name: 'noderr_hub_events_total',
      help: 'Update events that nodes delivered, repeats included',
      labelNames: ['kind'],
      registers,
    }),
    refused,
    observeOutcome({ tier, outcome, durationMs, rollbackMs }) {
      updateDuration.observe({ tier, outcome }, durationMs / 1000);
      if (rollbackMs !== null) rollbackDuration.observe({ tier }, rollbackMs / 1000);
    },
    countRefusal(code) {
      refused.inc({ code });
    },
  };
}

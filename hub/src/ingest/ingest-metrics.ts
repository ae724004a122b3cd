import { type Lane, LANES, type Signal, SIGNALS } from '@noderr/protocol';
import { Counter, Histogram, type Registry } from '@prometheus-io/client';
import { type HubErrorCode } from '../problem/hub-error.ts';

/** Why a push was not passed on, or not taken by its store. */
const REJECT_REASONS = [
  'identity',
  'malformed',
  'foreign-labels',
  'reserved-name',
  'out-of-window',
  'too-many-series',
  'too-large',
  'refused-by-store',
  'over-limit',
  'busy',
  'no-store',
  'store-unavailable',
  'failed',
] as const;
type RejectReason = (typeof REJECT_REASONS)[number];

export interface IngestMetrics {
  accepted(signal: Signal, lane: Lane): void;
  rejected(code: string): void;
  storeAnswered(signal: Signal, seconds: number): void;
}

/** 30 s is where we stop waiting. */
const STORE_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 15, 30];

export function createIngestMetrics(registry: Registry): IngestMetrics {
  const registers = [registry];
  const accepted = new Counter({
    name: 'noderr_ingest_accepted_total',
    help: 'Pushes of nodes that a store has taken',
    labelNames: ['signal', 'lane'],
    registers,
  });
  const rejected = new Counter({
    name: 'noderr_ingest_rejected_total',
    help: 'Pushes of nodes that were refused, by reason',
    labelNames: ['reason'],
    registers,
  });
  const store = new Histogram({
    name: 'noderr_ingest_store_seconds',
    help: 'From handing a push to a store to its answer',
    labelNames: ['signal'],
    buckets: STORE_BUCKETS_S,
    registers,
  });
  // From the start at 0: an increase from nothing would be invisible to an alert rule.
  for (const reason of REJECT_REASONS) rejected.inc({ reason }, 0);
  for (const signal of SIGNALS) for (const lane of LANES) accepted.inc({ signal, lane }, 0);
  return {
    accepted(signal, lane) {
      accepted.inc({ signal, lane });
    },
    rejected(code) {
      rejected.inc({ reason: reasonOf(code) });
    },
    storeAnswered(signal, seconds) {
      store.observe({ signal }, seconds);
    },
  };
}

/** Codes of the hub that are no reason of their own. */
const REASON_OF: Readonly<Partial<Record<HubErrorCode, RejectReason>>> = {
  'request/too-large': 'too-large',
  'request/rate-limited': 'over-limit',
  'request/invalid': 'malformed',
  'ingest/wrong-format': 'malformed',
};

function reasonOf(code: string): RejectReason {
  if (code.startsWith('identity/')) return 'identity';
  const own = REJECT_REASONS.find((reason) => code === `ingest/${reason}`);
  return own ?? REASON_OF[code as HubErrorCode] ?? 'failed';
}

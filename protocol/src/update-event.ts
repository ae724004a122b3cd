import { z } from 'zod';
import { AGENT_STATE_NAMES } from './agent-state.ts';
import { AttemptId, Ms, NodeId, ReleaseId, Seq } from './brands.ts';
import { FailureCode } from './failure-code.ts';
import { Tier } from './tier.ts';

export const OUTCOMES = ['committed', 'rolled-back', 'failed', 'aborted'] as const;
/** How an attempt ended. `aborted` = called off, by nobody's fault. */
export const Outcome = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof Outcome>;

const common = {
  /** `nodeId/attemptId/n` */
  id: z.string().max(200),
  nodeId: NodeId,
  attemptId: AttemptId,
  /** Gapless from 0 within the attempt. */
  n: z.int().nonnegative().max(10_000),
  at: Ms,
  tier: Tier,
  seq: Seq,
  rolloutId: Seq,
  from: ReleaseId,
  to: ReleaseId,
};

/** The attempt entered a state; `detail` says in words what is going on. */
export const StateEvent = z.object({
  ...common,
  kind: z.literal('state'),
  state: z.enum(AGENT_STATE_NAMES),
  detail: z.string().max(500),
});
export type StateEvent = z.infer<typeof StateEvent>;

/** How the attempt ended: exactly one, the last event, signed by the node as a receipt. */
export const OutcomeEvent = z.object({
  ...common,
  kind: z.literal('outcome'),
  outcome: Outcome,
  code: FailureCode.nullable(),
  detail: z.string().max(500),
  /** The failed service's last log lines, secrets redacted; empty on success. */
  logTail: z.string().max(4096),
  /** Milliseconds without a running set, null where it was never stopped. */
  serviceGapMs: z.int().nonnegative().nullable(),
  /** Milliseconds from the verdict to a healthy kept set, null unless rolled back. */
  rollbackMs: z.int().nonnegative().nullable(),
  durationMs: z.int().nonnegative(),
});
export type OutcomeEvent = z.infer<typeof OutcomeEvent>;

/** What an agent tells of an attempt: its states, and in the end its one outcome. */
export const UpdateEvent = z.discriminatedUnion('kind', [StateEvent, OutcomeEvent]);
export type UpdateEvent = z.infer<typeof UpdateEvent>;

/** A compact JWS (EdDSA, the node's key) whose payload is the JSON of the outcome event. */
export const Receipt = z
  .string()
  .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  .max(16_384);
/** `typ` of a receipt's JWS header. */
export const RECEIPT_TYP = 'noderr-outcome+jws';

/** An event as it is sent; an outcome comes with its receipt. */
export const EventDelivery = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('state'), event: StateEvent }),
  z.object({ kind: z.literal('outcome'), event: OutcomeEvent, receipt: Receipt }),
]);
export type EventDelivery = z.infer<typeof EventDelivery>;

/** POST /node/v1/events */
export const EventsRequest = z.object({ events: z.array(EventDelivery).min(1).max(100) });
export type EventsRequest = z.infer<typeof EventsRequest>;

/** `acked`: ids of events that are stored, and need not be sent again. */
export const EventsReply = z.object({ now: Ms, acked: z.array(z.string()) });
export type EventsReply = z.infer<typeof EventsReply>;

/** The id of the n-th event of an attempt; the same event always has the same. */
export function eventId(nodeId: NodeId, attemptId: AttemptId, n: number): string {
  return `${nodeId}/${attemptId}/${n}`;
}

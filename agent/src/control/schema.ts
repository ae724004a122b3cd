import { ReleaseId } from '@noderr/protocol';
import { z } from 'zod';
import { ShippingStatus } from '../telemetry/shipping-status.ts';

/** What the operator can ask of a running agent, over its private socket. */
export const ControlRequest = z.discriminatedUnion('do', [
  z.object({ do: z.literal('status') }),
  z.object({ do: z.literal('hold'), minutes: z.int().positive().nullable(), reason: z.string().max(200) }),
  z.object({ do: z.literal('release') }),
  z.object({ do: z.literal('retry') }),
  z.object({ do: z.literal('adopt'), as: ReleaseId.nullable() }),
  z.object({ do: z.literal('accept-chain') }),
]);
export type ControlRequest = z.infer<typeof ControlRequest>;

export const AgentStatus = z.object({
  nodeId: z.string(),
  tier: z.string(),
  version: z.string(),
  runtime: z.string(),
  state: z.string(),
  since: z.int(),
  detail: z.string(),
  committed: z.object({ releaseId: z.int(), version: z.string().nullable() }).nullable(),
  kept: z.array(z.int()),
  wants: z.string(),
  cannotFollow: z.object({ releaseId: z.int(), code: z.string() }).nullable(),
  trouble: z.object({ code: z.string(), detail: z.string() }).nullable(),
  hold: z.string().nullable(),
  failed: z.record(z.string(), z.object({ code: z.string(), attempts: z.int(), at: z.int() })),
  services: z.array(z.object({ service: z.string(), healthy: z.boolean(), code: z.string().nullable() })),
  chain: z
    .object({
      seq: z.int(),
      rolloutId: z.int(),
      kind: z.string(),
      target: z.int(),
      baseline: z.int(),
      paused: z.boolean(),
      block: z.int(),
      quorum: z.string(),
    })
    .nullable(),
  hub: z.string(),
  eventsWaiting: z.int(),
  observeOnly: z.boolean(),
  backupUnsealed: z.boolean(),
  /** Null while its port is not to be had. */
  metricsUrl: z.string().nullable(),
  telemetry: ShippingStatus,
});
export type AgentStatus = z.infer<typeof AgentStatus>;

export const ControlReply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), message: z.string(), status: AgentStatus }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
]);
export type ControlReply = z.infer<typeof ControlReply>;

import { join } from 'node:path';
import { openIdentity } from '@noderr/agent';
import { createPushClient, createRequestEncoder, type PushAnswer, type Sample, snappy } from '@noderr/agent/testing';
import { Ms, nodeTokenAudience } from '@noderr/protocol';
import { CHAIN_ID } from '../network.ts';
import { type FleetNode } from '../fleet/fleet-node.ts';
import { type Stack } from '../stack.ts';

const CLUSTER = 'noderr';

/** Pushes metrics with a node's own key, past its agent and what that would never send. */
export interface RawSender {
  /** Samples with the identity labels given, by default the node's own. */
  samples: (samples: readonly Sample[], identity?: Readonly<Record<string, string>>) => Promise<PushAnswer>;
  /** Bytes as they are. */
  bytes: (body: Uint8Array) => Promise<PushAnswer>;
}

export function rawSender(stack: Stack, node: FleetNode): RawSender {
  if (stack.ingestUrl === null) throw new Error('the hub takes no telemetry here');
  const audience = nodeTokenAudience(CHAIN_ID, stack.deployment.beacon);
  const identity = openIdentity(join(node.stateDir, 'node.key'));
  const clock = { now: () => Ms.parse(Date.now()), correct: () => undefined };
  const client = createPushClient({ url: stack.ingestUrl, audience }, { identity, clock });
  const own = { cluster: CLUSTER, tier: node.tier, node_id: node.nodeId, service: 'agent' };
  const never = new AbortController().signal;
  const bytes: RawSender['bytes'] = (body) =>
    client({ signal: 'metrics', lane: 'live', body: Uint8Array.from(body) }, never);
  return {
    bytes,
    samples: (samples, sender = own) => bytes(snappy(createRequestEncoder(sender)(samples).bytes)),
  };
}

import {
  type EventDelivery,
  eventId,
  type Hex32,
  type NodeId,
  type NodeTier,
  OutcomeEvent,
  RECEIPT_TYP,
} from '@noderr/protocol';
import { z } from 'zod';
import { isSignedBy, parseCompactJws } from '../identity/compact-jws.ts';
import { type KeyRing } from '../identity/key-ring.ts';
import { HubError } from '../problem/hub-error.ts';

export interface Sender {
  nodeId: NodeId;
  tier: NodeTier;
}

/** Strict, so that a header cannot bring its own key. */
const ReceiptHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  typ: z.literal(RECEIPT_TYP),
  kid: z.string(),
});

/** Refuses an event that its sender may not report, or whose receipt does not say what the event says. */
export function checkDelivery(delivery: EventDelivery, sender: Sender, keys: Pick<KeyRing, 'find'>): void {
  const { event } = delivery;
  if (event.nodeId !== sender.nodeId) throw new HubError('identity/foreign', "this event is another node's");
  if (event.tier !== sender.tier && event.tier !== 'AGENT') {
    throw new HubError('event/foreign-tier', `a node of tier ${sender.tier} does not report on tier ${event.tier}`);
  }
  if (event.id !== eventId(event.nodeId, event.attemptId, event.n)) {
    throw new HubError('event/wrong-id', 'the id of an event is nodeId/attemptId/n');
  }
  if (delivery.kind === 'outcome') checkReceipt(delivery.receipt, delivery.event, keys);
}

function checkReceipt(receipt: string, event: OutcomeEvent, keys: Pick<KeyRing, 'find'>): void {
  const jws = parseCompactJws(receipt);
  const header = ReceiptHeader.safeParse(jws?.header);
  const payload = OutcomeEvent.safeParse(jws?.payload);
  const key = header.success ? keys.find(header.data.kid as Hex32) : undefined;
  const isTheSenders = key?.nodeId === event.nodeId;
  if (!jws || !payload.success || !key || !isTheSenders || !isSignedBy(jws, key.key)) {
    throw new HubError('event/bad-receipt', "the outcome's receipt is not signed by the node");
  }
  if (JSON.stringify(payload.data) !== JSON.stringify(event)) {
    throw new HubError('event/bad-receipt', "the outcome's receipt says something else than the outcome");
  }
}

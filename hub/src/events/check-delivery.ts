import { isSignedBy, parseReceipt } from '@noderr/beacon';
import { type EventDelivery, eventId, type NodeId, type NodeTier, type OutcomeEvent } from '@noderr/protocol';
import { type KeyRing } from '../identity/key-ring.ts';
import { HubError } from '../problem/hub-error.ts';

export interface Reporter {
  nodeId: NodeId;
  tier: NodeTier;
}

/** Refuses an event that its sender may not report, or whose receipt does not say what the event says. */
export function checkDelivery(delivery: EventDelivery, sender: Reporter, keys: Pick<KeyRing, 'find'>): void {
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

function checkReceipt(text: string, event: OutcomeEvent, keys: Pick<KeyRing, 'find'>): void {
  const receipt = parseReceipt(text);
  const key = receipt && keys.find(receipt.kid);
  if (!receipt || key?.nodeId !== event.nodeId || !isSignedBy(receipt.jws, key.key)) {
    throw new HubError('event/bad-receipt', "the outcome's receipt is not signed by the node");
  }
  if (JSON.stringify(receipt.event) !== JSON.stringify(event)) {
    throw new HubError('event/bad-receipt', "the outcome's receipt says something else than the outcome");
  }
}

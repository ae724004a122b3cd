import type { Actor } from '@noderr/protocol';
import { shortId } from '../format/identifier.ts';
import { actorWords } from '../strings/rollout.ts';

/** Who did something, in words. */
export function actorName(actor: Actor): string {
  return actorWords[actor.kind](shortId(actor.name));
}

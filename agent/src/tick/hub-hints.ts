import { type Hint, Ms } from '@noderr/protocol';
import { type HubHold, type Memory } from '../durable/memory.ts';

/** A hold by the hub ends by itself: a captured hub must not stop updates for ever. */
const HUB_HOLD_MS = 30 * 60_000;
const REMEMBERED_HOLDS = 32;

/** Holds after a hint; null when it changes nothing. The same (seq, reason) never holds a second time. */
export function holdsAfter(memory: Memory, hint: Hint, now: Ms): HubHold[] | null {
  const { hubHolds } = memory;
  const { hold, seq } = hint;
  if (!hold) {
    if (!hubHolds.some((known) => known.until > now)) return null;
    return hubHolds.map((known) => ({ ...known, until: Ms.parse(Math.min(known.until, now)) }));
  }
  if (hubHolds.some((known) => known.seq === seq && known.reason === hold.reason)) return null;
  const added = { seq, reason: hold.reason, until: Ms.parse(now + HUB_HOLD_MS) };
  return [...hubHolds, added].slice(-REMEMBERED_HOLDS);
}

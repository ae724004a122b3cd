import { type SystemClock } from '../system-clock.ts';

/**
 * Corrects the clock by the Date header of an answer to a request that was sent at `sentAt`, by the host's clock.
 * The header has whole seconds; half of one and half of the way are added.
 */
export function correctClock(date: string | null, sentAt: number, clock: Pick<SystemClock, 'correct'>): void {
  const hubMs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(hubMs)) return;
  const received = Date.now();
  const middle = sentAt + (received - sentAt) / 2;
  const offset = hubMs + 500 - middle;
  clock.correct(Math.abs(offset) <= 1000 ? 0 : offset);
}

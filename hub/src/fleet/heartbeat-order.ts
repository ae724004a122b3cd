import { type Heartbeat, type Ms } from '@noderr/protocol';

export interface HeardHeartbeat {
  heartbeat: Pick<Heartbeat, 'boot' | 'n' | 'at'>;
  heardAt: Ms;
}

/**
 * Whether a heartbeat is newer than the last one: by its counter within one run of the agent, by its time across runs.
 * A clock that was ahead does not shut the next run out, because no time counts for later than when it was heard.
 */
export function isNewer(next: HeardHeartbeat['heartbeat'], last: HeardHeartbeat | null): boolean {
  if (last === null) return true;
  if (next.boot === last.heartbeat.boot) return next.n > last.heartbeat.n;
  return next.at > Math.min(last.heartbeat.at, last.heardAt);
}

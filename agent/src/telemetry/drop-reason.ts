/** Why samples or lines were given up; also the label of `noderr_agent_spool_dropped_total`. */
export const DROP_REASONS = [
  /** Older than the hub takes. */
  'expired',
  /** Stamped by a clock that was more than a day ahead. */
  'ahead',
  /** Older than a day, and not the one of its minute. */
  'thinned',
  /** The oldest, when the spool was at its limit. */
  'budget',
  /** The disk had no room, or refused the write. */
  'disk',
  /** Above the rate of log lines. */
  'rate',
  /** The hub said that it will never take them. */
  'refused',
  /** Unreadable on disk. */
  'corrupt',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

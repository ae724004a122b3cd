/** One line of a service's log, redacted at its source. */
export interface LogLine {
  /** Epoch milliseconds of the agent's corrected clock. */
  timestampMs: number;
  /** Nanoseconds within it, 0…999 999, where the source knows them: read twice, a line is the same line then. */
  subMs?: number;
  /** The template's name of the service, or `agent`. */
  service: string;
  /** As pino names them; `error` and `fatal` are never dropped by the rate limit. */
  level: string;
  line: string;
  /** Further fields, as strings. */
  metadata: Readonly<Record<string, string>>;
}

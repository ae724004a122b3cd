/** One value of one series. */
export interface Sample {
  /** Name of the metric, such as `node_cpu_seconds_total`. */
  name: string;
  /** Without the name and without `cluster`, `tier` and `node_id`, which the spool adds; an empty value is no label. */
  labels: Readonly<Record<string, string>>;
  /** Any double; NaN and the infinities are values too. */
  value: number;
  /** Epoch milliseconds of the agent's corrected clock. */
  timestampMs: number;
}

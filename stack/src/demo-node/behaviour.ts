/** What a demo release does wrong on purpose; written into its image as /app/release.json. */
export const DEMO_FAULTS = [
  'none',
  /** Exits with code 1 right after its start. */
  'crash',
  /** Answers /health with 503 from the start. */
  'unhealthy',
  /** Healthy for 20 s, then 503 for ever. */
  'sick-later',
  /** The chain height never advances. */
  'chain-stuck',
  /** Damages its ledger, then reports itself unhealthy: only a restore brings the data back. */
  'corrupt-data',
  /** Ignores SIGTERM. */
  'hangs-in-stop',
  /** Healthy, and answers a third of its orders with 500. */
  'errs',
  /** Healthy, and takes two seconds for each order. */
  'slow',
] as const;

export type DemoFault = (typeof DEMO_FAULTS)[number];

export interface DemoRelease {
  version: string;
  fault: DemoFault;
  /** Bytes of ballast that the first start writes next to the ledger, to give a backup some weight. */
  ballastBytes: number;
}

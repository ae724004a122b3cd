import { type LogLine } from './log-line.ts';
import { type Sample } from './sample.ts';

/** Takes what the sources measure; never throws and never waits: what cannot be kept is counted. */
export interface TelemetrySink {
  /** Samples of one moment. */
  samples(batch: readonly Sample[]): void;
  log(line: LogLine): void;
  /** A line was not even looked at, because there are too many. */
  flooded(): void;
}

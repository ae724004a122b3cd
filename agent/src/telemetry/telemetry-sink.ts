import { type LogLine } from './log-line.ts';
import { type Sample } from './sample.ts';

/** Takes what the sources measure; never throws and never waits: what cannot be kept is counted. */
export interface TelemetrySink {
  /** The samples of one source at one moment; of several sources in several calls. */
  samples(batch: readonly Sample[]): void;
  log(line: LogLine): void;
}

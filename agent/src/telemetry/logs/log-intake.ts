import { type ContainerLogLine } from '../../runtime/container-runtime.ts';
import { type SystemClock } from '../../system-clock.ts';
import { type CpuMeter } from '../cpu-meter.ts';
import { createTokenBucket, type TokenBucket } from '../spool/token-bucket.ts';
import { type TelemetrySink } from '../telemetry-sink.ts';
import { KeyBlock } from './key-block.ts';
import { logRecordOf } from './log-record.ts';

/** Lines of all services that are looked at: redaction costs CPU that a flood must not take from the node. */
const LINES_PER_S = 200;

export interface LogIntakeDeps {
  sink: Pick<TelemetrySink, 'log'>;
  clock: Pick<SystemClock, 'monotonic' | 'offsetMs'>;
  meter: CpuMeter;
  /** Told of each line that was not even looked at, because there are too many. */
  onFlood: () => void;
}

/** A line as it was written. */
export type RawLine = Omit<ContainerLogLine, 'position'>;

/** The one way of log lines to the sink: redacted, read, and within a budget that all services share. */
export class LogIntake {
  readonly #deps: LogIntakeDeps;
  readonly #budget: TokenBucket;

  constructor(deps: LogIntakeDeps) {
    this.#deps = deps;
    this.#budget = createTokenBucket(LINES_PER_S, () => deps.clock.monotonic().ms);
  }

  /** Takes the lines of one source, in their order. */
  of(service: string): (line: RawLine) => void {
    const keys = { stdout: new KeyBlock(), stderr: new KeyBlock() };
    return (line) => {
      this.#deps.meter.measure(() => {
        this.#take(service, keys[line.stream], line);
      });
    };
  }

  #take(service: string, keys: KeyBlock, { text, timestampMs, stream, ...time }: RawLine): void {
    const { sink, clock, onFlood } = this.#deps;
    if (text === '' || keys.covers(text)) return;
    if (!this.#budget.take(1)) {
      onFlood();
      return;
    }
    const { level, line, metadata } = logRecordOf(text);
    const told = stream === 'stderr' ? { ...metadata, stream } : metadata;
    sink.log({
      ...time,
      timestampMs: Math.round(timestampMs + clock.offsetMs()),
      service,
      level,
      line,
      metadata: told,
    });
  }
}

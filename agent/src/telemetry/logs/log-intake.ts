import { type ContainerLogLine } from '../../runtime/container-runtime.ts';
import { type SystemClock } from '../../system-clock.ts';
import { type CpuMeter } from '../cpu-meter.ts';
import { createTokenBucket, type TokenBucket } from '../spool/token-bucket.ts';
import { type TelemetrySink } from '../telemetry-sink.ts';
import { KeyBlock } from './key-block.ts';
import { logRecordOf } from './log-record.ts';

/** Lines of a service that are looked at: redaction costs CPU that a flood must not take from the node. */
const LINES_PER_S = 200;

export interface LogIntakeDeps {
  sink: Pick<TelemetrySink, 'log' | 'flooded'>;
  clock: Pick<SystemClock, 'monotonic' | 'offsetMs'>;
  meter: CpuMeter;
}

/** A line as it was written. */
export type RawLine = Omit<ContainerLogLine, 'position'>;

/** The one way of log lines to the sink: redacted, read, and within a budget of each service. */
export class LogIntake {
  readonly #deps: LogIntakeDeps;
  readonly #budgets = new Map<string, TokenBucket>();

  constructor(deps: LogIntakeDeps) {
    this.#deps = deps;
  }

  /** Takes the lines of one source, in their order. */
  of(service: string): (line: RawLine) => void {
    const budget = this.#budgetOf(service);
    const keys = { stdout: new KeyBlock(), stderr: new KeyBlock() };
    return (line) => {
      this.#deps.meter.measure(() => {
        if (line.text === '' || keys[line.stream].covers(line.text)) return;
        if (budget.take(1)) this.#take(service, line);
        else this.#deps.sink.flooded();
      });
    };
  }

  /** The same however often its log is begun anew. */
  #budgetOf(service: string): TokenBucket {
    const budget = this.#budgets.get(service) ?? createTokenBucket(LINES_PER_S, () => this.#deps.clock.monotonic().ms);
    this.#budgets.set(service, budget);
    return budget;
  }

  #take(service: string, { text, timestampMs, stream, ...time }: RawLine): void {
    const { sink, clock } = this.#deps;
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

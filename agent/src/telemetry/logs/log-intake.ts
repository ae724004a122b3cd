import { type ContainerLogLine } from '../../runtime/container-runtime.ts';
import { type SystemClock } from '../../system-clock.ts';
import { type CpuMeter } from '../cpu-meter.ts';
import { createTokenBucket, type TokenBucket } from '../spool/token-bucket.ts';
import { type TelemetrySink } from '../telemetry-sink.ts';
import { KeyBlock } from './key-block.ts';
import { logRecordOf } from './log-record.ts';

/** Lines of a service that are looked at: redaction costs CPU that a flood must not take from the node. */
const LINES_PER_S = 200;
/** So many lines are a second of CPU time: a service whose lines are long to read gets a twentieth of a core for them. */
const LINES_OF_CPU_SECOND = 4_000;

export interface LogIntakeDeps {
  sink: Pick<TelemetrySink, 'log' | 'flooded'>;
  clock: Pick<SystemClock, 'monotonic' | 'offsetMs'>;
  meter: Pick<CpuMeter, 'measure' | 'seconds'>;
}

/** A line as it was written. */
export type RawLine = Omit<ContainerLogLine, 'position'>;

interface Account {
  budget: TokenBucket;
  /** What the line before has cost, which is known only afterwards; in lines. */
  due: number;
}

/** The one way of log lines to the sink: redacted, read, and within a budget of each service. */
export class LogIntake {
  readonly #deps: LogIntakeDeps;
  readonly #accounts = new Map<string, Account>();

  constructor(deps: LogIntakeDeps) {
    this.#deps = deps;
  }

  /** Takes the lines of one source, in their order; answers whether a line was looked at. */
  of(service: string): (line: RawLine) => boolean {
    const account = this.#accountOf(service);
    const keys = { stdout: new KeyBlock(), stderr: new KeyBlock() };
    const { meter, sink } = this.#deps;
    return (line) => {
      const before = meter.seconds;
      const looked = meter.measure(() => {
        if (line.text === '' || keys[line.stream].covers(line.text)) return false;
        if (!account.budget.take(account.due)) {
          sink.flooded();
          return false;
        }
        this.#take(service, line);
        return true;
      });
      if (looked) account.due = priceOf(meter.seconds - before);
      return looked;
    };
  }

  /** The same however often its log is begun anew. */
  #accountOf(service: string): Account {
    const known = this.#accounts.get(service);
    if (known) return known;
    const account = { budget: createTokenBucket(LINES_PER_S, () => this.#deps.clock.monotonic().ms), due: 1 };
    this.#accounts.set(service, account);
    return account;
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

/** At most what a second brings, so that it is always paid some time. */
function priceOf(cpuSeconds: number): number {
  return Math.min(Math.max(1, cpuSeconds * LINES_OF_CPU_SECOND), LINES_PER_S);
}

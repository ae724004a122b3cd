import { type Signal } from '@noderr/protocol';
import { type Cursor } from './cursor.ts';
import { type Parcel } from './parcel.ts';
import { clipped, holesOf, type Range, withRange } from './ranges.ts';
import { type SegmentLog } from './segment-log.ts';
import { type SpooledRecord } from './spooled-record.ts';
import { type TailWindow } from './tail-window.ts';
import { type GivenUp, type Judge, takeBatch } from './take-batch.ts';

/** Stretches of records that must wait for their time that one look passes over. */
const MAX_STRETCHES = 8;

/** A stretch of the spool on its way to the hub. */
export interface Batch {
  readonly range: Range;
  /** Null where the whole range is given up. */
  readonly parcel: Parcel | null;
  readonly givenUp: GivenUp;
  /** Told once the batch is settled. */
  readonly onSettled: () => void;
}

/** How the records of one signal are read, judged and sent. */
export interface SpoolFormat<T> {
  signal: Signal;
  recordsIn(log: SegmentLog, range: Range): Iterable<SpooledRecord<T>>;
  /** One look at the spool: what is to be done with its records; `settle` once what it took was sent. */
  look(): Judge<T> & { settle(): void };
  parcelOf(contents: readonly T[], count: number): Parcel;
}

export interface SpoolDeps {
  log: SegmentLog;
  cursor: Cursor;
  tail: TailWindow;
  onGivenUp: (signal: Signal, givenUp: GivenUp) => void;
}

/**
 * What one signal has on disk, with what of it the hub has taken. Two lanes draw on it and never meet: the live one
 * from the newest records that fit one request, the backlog from all that is older.
 */
export interface Spool {
  readonly signal: Signal;
  readonly bytes: number;
  readonly segments: number;
  /** Position of the next record. */
  readonly end: number;
  /** Appends one record, `share` of a full request. @throws the disk's own error */
  add(record: Uint8Array, share: number): void;
  /** The newest records that wait; null where there are none. */
  newest(): Batch | null;
  /** The oldest records that wait and are not the live lane's. */
  oldest(): Batch | null;
  /** The hub has taken the batch, or never will. */
  settle(batch: Batch): void;
  /** The live lane's batch was not taken: its records may go to the backlog. */
  release(): void;
  /** True while records older than the newest request's worth wait. */
  readonly hasBacklog: boolean;
  /** Epoch milliseconds of the oldest record that waits; null where none does. */
  oldestMs(): number | null;
  /** Deletes the oldest segment, sent or not; what was not is counted. */
  evictOldest(): void;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export function createSpool<T>(format: SpoolFormat<T>, { log, cursor, tail, onGivenUp }: SpoolDeps): Spool {
  // Where the live lane goes on; what lies before is sent, or the backlog's.
  let liveFrom = log.extent.to;
  let inFlight: Range | null = null;

  function waiting(within: Range): Range[] {
    return holesOf(cursor.sent, within);
  }

  function liveStart(): number {
    return Math.max(tail.start, liveFrom);
  }

  function backlog(): Range[] {
    return waiting({ from: log.extent.from, to: inFlight?.from ?? liveStart() });
  }

  /** The first batch of a range, or where the records end that must wait. */
  function take(range: Range): Batch | number {
    const look = format.look();
    const taken = takeBatch(range, format.recordsIn(log, range), look);
    if (taken.kind === 'wait') return taken.to;
    const { contents, count, givenUp } = taken;
    const parcel = contents.length === 0 ? null : format.parcelOf(contents, count);
    return {
      range: taken.range,
      parcel,
      givenUp,
      onSettled: () => {
        look.settle();
      },
    };
  }

  function dropSent(): void {
    for (const { from, to } of log.segments.slice(0, -1)) {
      if (waiting({ from, to }).length > 0) return;
      log.dropOldest();
    }
  }

  function moveCursor(range: Range): void {
    cursor.write(clipped(withRange(cursor.sent, range), log.extent));
  }

  return {
    signal: format.signal,
    get bytes() {
      return log.bytes;
    },
    get segments() {
      return log.segments.length;
    },
    get end() {
      return log.extent.to;
    },
    add(record, share) {
      tail.push(log.append(record), share);
    },
    newest() {
      while (liveStart() < log.extent.to) {
        const taken = take({ from: liveStart(), to: log.extent.to });
        if (typeof taken !== 'number') {
          inFlight = taken.range;
          return taken;
        }
        liveFrom = taken;
      }
      return null;
    },
    oldest() {
      let looks = 0;
      for (const hole of backlog()) {
        for (let { from } = hole; from < hole.to && looks < MAX_STRETCHES; looks += 1) {
          const taken = take({ from, to: hole.to });
          if (typeof taken !== 'number') return taken;
          from = taken;
        }
      }
      return null;
    },
    settle(batch) {
      if (batch.range === inFlight) {
        liveFrom = batch.range.to;
        inFlight = null;
      }
      batch.onSettled();
      onGivenUp(format.signal, batch.givenUp);
      moveCursor(batch.range);
      dropSent();
    },
    release() {
      inFlight = null;
    },
    get hasBacklog() {
      return backlog().length > 0;
    },
    oldestMs() {
      for (const hole of waiting(log.extent)) {
        for (const record of format.recordsIn(log, hole)) if (record.readable) return record.firstMs;
      }
      return null;
    },
    evictOldest() {
      const oldest = log.segments[0];
      if (!oldest || log.segments.length === 1) return;
      let budget = 0;
      for (const hole of waiting(oldest)) for (const { count } of format.recordsIn(log, hole)) budget += count;
      log.dropOldest();
      onGivenUp(format.signal, { budget });
    },
    sync: () => log.sync(),
    close: () => log.close(),
  };
}

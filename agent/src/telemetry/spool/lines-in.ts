import { type Range } from './ranges.ts';
import { createReadAhead, type ReadAhead } from './read-ahead.ts';
import { type SegmentLog } from './segment-log.ts';
import { type SpooledRecord } from './spooled-record.ts';
import { decodeLine, type StoredLine, timeOf } from './stored-line.ts';

/** Bytes of lines, as they lie on disk, that one push takes. */
const MAX_PUSHED_BYTES = 512_000;
/** Lines of one push: a backlog of short ones, pushed every five seconds, stays within the 200 lines a second of the hub. */
const MAX_PUSHED_LINES = 1_000;
/** Longer than any line that the spool takes, its escapes included. */
const LONGEST_LINE_BYTES = 330_000;
const SHORT_LINE_BYTES = 1_024;

/** The part of a full push that a line is, by its bytes on disk. */
export function shareOfLine(bytes: number): number {
  return Math.max(bytes / MAX_PUSHED_BYTES, 1 / MAX_PUSHED_LINES);
}

/** The lines of a range that begins and ends with one, oldest first. */
export function* linesIn(log: SegmentLog, range: Range): Generator<SpooledRecord<StoredLine>> {
  const bytesAt = createReadAhead(log);
  for (const segment of [...log.segments]) {
    const to = Math.min(segment.to, range.to);
    for (let at = Math.max(segment.from, range.from); at < to;) {
      const record = recordAt(bytesAt, at, to);
      yield record;
      at = record.next;
    }
  }
}

function recordAt(bytesAt: ReadAhead, at: number, to: number): SpooledRecord<StoredLine> {
  const bytes = lineAt(bytesAt, at);
  if (bytes === null) return { readable: false, next: to, count: 1 };
  const next = Math.min(at + bytes.length + 1, to);
  const line = decodeLine(bytes);
  if (line === null) return { readable: false, next, count: 1 };
  const ms = timeOf(line);
  return {
    ...{ readable: true, next, firstMs: ms, lastMs: ms, count: 1 },
    share: shareOfLine(bytes.length + 1),
    content: line,
  };
}

/** Without the line feed; null where none comes. */
function lineAt(bytesAt: ReadAhead, at: number): Buffer | null {
  for (const atLeast of [SHORT_LINE_BYTES, LONGEST_LINE_BYTES]) {
    const bytes = bytesAt(at, atLeast);
    const length = bytes.indexOf(0x0a);
    if (length !== -1) return bytes.subarray(0, length);
  }
  return null;
}

import { shareOfRequest } from '../encode/write-request.ts';
import { rawLengthOf } from '../encode/snappy.ts';
import { frameAt, type FrameFound, nextFrameAt } from './frame.ts';
import { type Range } from './ranges.ts';
import { createReadAhead } from './read-ahead.ts';
import { type SegmentLog } from './segment-log.ts';
import { type SpooledRecord } from './spooled-record.ts';

/** The frames of a range that begins and ends with one, oldest first; their content is a compressed WriteRequest. */
export function* framesIn(log: SegmentLog, range: Range): Generator<SpooledRecord<Buffer>> {
  const bytesAt = createReadAhead(log);
  for (const segment of [...log.segments]) {
    const to = Math.min(segment.to, range.to);
    for (let at = Math.max(segment.from, range.from); at < to;) {
      const found = frameAt(bytesAt, at);
      const record =
        found.kind === 'frame'
          ? recordOf(found, Math.min(at + found.bytes, to))
          : gapOf(found, at, nextFrameAt(bytesAt, at, to) ?? to);
      yield record;
      at = record.next;
    }
  }
}

function recordOf({ frame }: FrameFound & { kind: 'frame' }, next: number): SpooledRecord<Buffer> {
  const { firstMs, lastMs, count, payload } = frame;
  const share = shareOfRequest(count, rawLengthOf(payload));
  return { readable: true, next, firstMs, lastMs, count, share, content: payload };
}

function gapOf(found: FrameFound, at: number, next: number): SpooledRecord<Buffer> {
  const isOne = found.kind === 'damaged' && found.bytes === next - at;
  return { readable: false, next, count: isOne ? found.count : 1 };
}

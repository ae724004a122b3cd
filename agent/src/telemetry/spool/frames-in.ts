import { shareOfRequest } from '../encode/write-request.ts';
import { rawLengthOf } from '../encode/snappy.ts';
import { decodeFrame, FRAME_HEADER_BYTES, type FrameFound } from './frame.ts';
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
      let found = decodeFrame(bytesAt(at, FRAME_HEADER_BYTES));
      if (found.kind === 'partial') found = decodeFrame(bytesAt(at, found.bytes));
      const record = recordOf(found, at, to);
      yield record;
      at = record.next;
    }
  }
}

/** Without a length there is no way to the next frame: the rest of the segment is lost with this one. */
function recordOf(found: FrameFound, at: number, to: number): SpooledRecord<Buffer> {
  if (found.kind === 'none' || found.kind === 'partial') return { readable: false, next: to, count: 1 };
  const next = Math.min(at + found.bytes, to);
  if (found.kind === 'damaged') return { readable: false, next, count: found.count };
  const { firstMs, lastMs, count, payload } = found.frame;
  const share = shareOfRequest(count, rawLengthOf(payload));
  return { readable: true, next, firstMs, lastMs, count, share, content: payload };
}

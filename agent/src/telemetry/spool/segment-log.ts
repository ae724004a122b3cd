import {
  close as closeLater,
  closeSync,
  constants,
  fdatasync,
  fsync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Range } from './ranges.ts';

const NAME = /^\d{16}\.seg$/;

export interface SegmentLogOptions {
  folder: string;
  /** A segment that would become larger is sealed and the next one begun. */
  segmentBytes: number;
  /**
   * No new record gets a position below it. A power cut may take records that were shipped already; a new one in their
   * place would pass for shipped.
   */
  floor: number;
  /** Bytes of whole records at the beginning of what may have a torn tail. */
  wholeBytes: (segment: Buffer) => number;
  /** Told of a sync that failed. */
  onFault: (error: unknown) => void;
}

/**
 * Records in files, appended at the end and given up at the front. A position is the number of bytes that were ever
 * appended before it, and a file is named by the position of its first byte: position = (segment, offset).
 */
export interface SegmentLog {
  /** Oldest first; a record never lies in two. */
  readonly segments: readonly Range[];
  /** From the oldest record to behind the newest. */
  readonly extent: Range;
  readonly bytes: number;
  /** Answers its position. @throws the disk's own error; nothing of the record is left then */
  append(record: Uint8Array): number;
  /** Up to `length` bytes from a position on, of one segment; fewer at its end, none where it cannot be read. */
  read(position: number, length: number): Buffer;
  /** Deletes the oldest segment; the one that is written to stays. */
  dropOldest(): void;
  /** Resolves when all that was appended is durable. */
  sync(): Promise<void>;
  /** Synced on return. */
  close(): Promise<void>;
}

interface Segment {
  from: number;
  to: number;
}

/** Opens the log; a record at the end that a crash has torn is cut off. */
export function openSegmentLog(options: SegmentLogOptions): SegmentLog {
  const { folder, segmentBytes, floor, wholeBytes, onFault } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const segments = segmentsIn(folder);
  const last = segments.at(-1);
  if (last) cutTornTail(pathOf(last), last, wholeBytes);
  const end = segments.at(-1)?.to ?? 0;
  if (!last || floor > end) segments.push({ from: Math.max(floor, end), to: Math.max(floor, end) });

  let writing: number | null = null;
  let reading: { from: number; file: number } | null = null;
  // Syncs and closes follow one another, so that no file is closed under a sync of it.
  let settled = Promise.resolve();

  function pathOf({ from }: { from: number }): string {
    return join(folder, `${String(from).padStart(16, '0')}.seg`);
  }

  function active(): Segment {
    const segment = segments.at(-1);
    if (!segment) throw new Error('a segment log has no segment');
    return segment;
  }

  function settle(work: () => Promise<void>): Promise<void> {
    settled = settled.then(work).catch(onFault);
    return settled;
  }

  function seal(): void {
    const file = writing;
    writing = null;
    if (file === null) return;
    void settle(async () => {
      await promisify(fdatasync)(file).finally(() => promisify(closeLater)(file));
    });
  }

  function beginNext(): void {
    seal();
    const { to } = active();
    segments.push({ from: to, to });
  }

  function openActive(): number {
    if (writing !== null) return writing;
    writing = openSync(pathOf(active()), constants.O_WRONLY | constants.O_CREAT, 0o600);
    void settle(() => syncFolder(folder));
    return writing;
  }

  function stopReading(): void {
    if (reading) closeSync(reading.file);
    reading = null;
  }

  function openForReading(segment: Segment): number {
    if (reading?.from === segment.from) return reading.file;
    stopReading();
    const file = openSync(pathOf(segment), 'r');
    reading = { from: segment.from, file };
    return file;
  }

  return {
    segments,
    get extent() {
      return { from: segments[0]?.from ?? 0, to: active().to };
    },
    get bytes() {
      return segments.reduce((sum, { from, to }) => sum + to - from, 0);
    },
    append(record) {
      const { from, to } = active();
      if (to > from && to - from + record.length > segmentBytes) beginNext();
      const segment = active();
      const position = segment.to;
      writeWhole(openActive(), record, position - segment.from);
      segment.to += record.length;
      return position;
    },
    read(position, length) {
      const segment = segments.findLast(({ from }) => from <= position);
      const wanted = segment ? Math.min(length, segment.to - position) : 0;
      if (!segment || wanted <= 0) return Buffer.alloc(0);
      try {
        const bytes = Buffer.allocUnsafe(wanted);
        return bytes.subarray(0, readSync(openForReading(segment), bytes, 0, wanted, position - segment.from));
      } catch (error) {
        // Gone or a bad sector: it will be no better next time, and what follows it is worth more.
        if (isUnreadable(error)) return Buffer.alloc(0);
        throw error;
      }
    },
    dropOldest() {
      const oldest = segments[0];
      if (!oldest || segments.length === 1) return;
      if (reading?.from === oldest.from) stopReading();
      rmSync(pathOf(oldest), { force: true });
      segments.shift();
    },
    sync() {
      const file = writing;
      return file === null ? settled : settle(() => promisify(fdatasync)(file));
    },
    async close() {
      stopReading();
      seal();
      await settled;
    },
  };
}

/** A record that does not fit is taken back; where even that fails, the next one is written over it. */
function writeWhole(file: number, record: Uint8Array, at: number): void {
  try {
    for (let written = 0; written < record.length;) {
      written += writeSync(file, record, written, record.length - written, at + written);
    }
  } catch (error) {
    try {
      ftruncateSync(file, at);
    } catch {
      // what is left of it is no whole record, and cut off at the next start
    }
    throw error;
  }
}

function segmentsIn(folder: string): Segment[] {
  const found = readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .map((name) => ({ from: Number.parseInt(name, 10), size: statSync(join(folder, name)).size }));
  // A write that could not be taken back may have left more bytes than there were records.
  return found.map(({ from, size }, index) => ({
    from,
    to: Math.min(from + size, found[index + 1]?.from ?? Infinity),
  }));
}

function cutTornTail(path: string, segment: Segment, wholeBytes: SegmentLogOptions['wholeBytes']): void {
  const whole = wholeBytes(readFileSync(path));
  if (whole < segment.to - segment.from) truncateSync(path, whole);
  segment.to = segment.from + whole;
}

async function syncFolder(folder: string): Promise<void> {
  const file = openSync(folder, 'r');
  await promisify(fsync)(file).finally(() => promisify(closeLater)(file));
}

function isUnreadable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EIO');
}

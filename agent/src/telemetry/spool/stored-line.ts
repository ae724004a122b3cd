import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { type LogLine } from '../log-line.ts';

/** A log line as it lies on disk: its checksum, a space, and one JSON object a line. */
export const StoredLine = z.object({
  /** Epoch nanoseconds, for ever: a line that is sent again is the same line. */
  ns: z.string().regex(/^\d{7,19}$/),
  service: z.string(),
  level: z.string(),
  line: z.string(),
  metadata: z.record(z.string(), z.string()),
});
export type StoredLine = z.infer<typeof StoredLine>;

const SEQUENCE = 1_000_000;
const CHECKSUM_CHARS = 8;

/** CRC-32, in hex. */
function checksumOf(json: string | Buffer): string {
  return crc32(json).toString(16).padStart(CHECKSUM_CHARS, '0');
}

/**
 * The line at its position in the spool. Its nanoseconds are the source's own, else `ms · 10⁶ + position mod 10⁶`, which no
 * two lines share, also over a restart and after a clock that was set back, because positions only grow.
 */
export function encodeLine(line: LogLine, position: number): Buffer {
  const { timestampMs, subMs = position % SEQUENCE, service, level, metadata } = line;
  const ns = `${Math.trunc(timestampMs)}${String(subMs).padStart(6, '0')}`;
  const stored: StoredLine = { ns, service, level, line: line.line, metadata };
  const json = JSON.stringify(stored);
  return Buffer.from(`${checksumOf(json)} ${json}\n`);
}

/** Null where the bytes are no such line, or not as they were written. */
export function decodeLine(bytes: Buffer): StoredLine | null {
  const json = bytes.subarray(CHECKSUM_CHARS + 1);
  if (bytes.toString('latin1', 0, CHECKSUM_CHARS) !== checksumOf(json)) return null;
  try {
    return StoredLine.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json)));
  } catch {
    return null;
  }
}

/** Epoch milliseconds. */
export function timeOf({ ns }: Pick<StoredLine, 'ns'>): number {
  return Number(ns.slice(0, -6));
}

/** Where the last whole line ends. */
export function wholeLineBytes(segment: Buffer): number {
  return segment.lastIndexOf(0x0a) + 1;
}

import { type LogLine } from '../log-line.ts';

const MAX_LINE_BYTES = 16_384;
const MAX_FIELDS = 32;
const MAX_NAME_BYTES = 64;
const MAX_VALUE_BYTES = 1_024;
/** Ends a value that was cut. */
const CUT_MARK = '…';
/** Field that says how many bytes of a line were cut off. */
export const CUT_FIELD = 'cut_bytes';

/** The line with at most 16 kB and 32 fields of 1 kB; what is cut is marked. */
export function boundedLine(line: LogLine): LogLine {
  const text = cut(line.line, MAX_LINE_BYTES);
  const cutBytes = Buffer.byteLength(line.line) - Buffer.byteLength(text);
  const fields = Object.entries(line.metadata)
    .slice(0, MAX_FIELDS)
    .map(([name, value]) => [cut(name, MAX_NAME_BYTES), cutMarked(value)]);
  const metadata = Object.fromEntries([...fields, ...(cutBytes > 0 ? [[CUT_FIELD, String(cutBytes)]] : [])]) as Record<
    string,
    string
  >;
  const { service, level } = line;
  return { ...line, service: cut(service, MAX_NAME_BYTES), level: cut(level, MAX_NAME_BYTES), line: text, metadata };
}

function cutMarked(value: string): string {
  if (Buffer.byteLength(value) <= MAX_VALUE_BYTES) return cut(value, MAX_VALUE_BYTES);
  return cut(value, MAX_VALUE_BYTES - Buffer.byteLength(CUT_MARK)) + CUT_MARK;
}

/**
 * At most so many bytes of UTF-8; no character is cut in two. Half a character, which JSON can name, becomes U+FFFD: Loki's
 * reader refuses a whole push for one.
 */
function cut(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text.toWellFormed();
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text.toWellFormed();
  let end = maxBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}

const HEADER_BYTES = 8;
/** dockerd cuts what a container writes into pieces of 16 kB. */
const LARGEST_FRAME = 1_048_576;

/** One piece of what a container or a command wrote. */
export interface LogFrame {
  stream: 'stdout' | 'stderr';
  content: Buffer;
}

/**
 * The whole frames at the beginning of dockerd's log and exec streams: 1 byte of stream, 3 of padding, 4 of length, then
 * text. `rest` is what is left for the next piece. @throws RangeError at a frame that dockerd never makes
 */
export function splitFrames(raw: Buffer): { frames: LogFrame[]; rest: Buffer } {
  const frames: LogFrame[] = [];
  let offset = 0;
  while (offset + HEADER_BYTES <= raw.length) {
    const length = raw.readUInt32BE(offset + 4);
    if (length > LARGEST_FRAME) throw new RangeError(`a frame of a log has ${length} bytes`);
    const end = offset + HEADER_BYTES + length;
    if (end > raw.length) break;
    const content = raw.subarray(offset + HEADER_BYTES, end);
    frames.push({ stream: raw[offset] === 2 ? 'stderr' : 'stdout', content });
    offset = end;
  }
  return { frames, rest: raw.subarray(offset) };
}

/** Joins the frames of a stream that has ended, one that was cut off included. */
export function demultiplex(raw: Buffer): Buffer {
  const { frames, rest } = splitFrames(raw);
  return Buffer.concat([...frames.map(({ content }) => content), rest.subarray(HEADER_BYTES)]);
}

/** The last `bytes` as text, from the beginning of a line where one begins there. */
export function tailOf(content: Buffer, bytes: number): string {
  if (content.length <= bytes) return content.toString('utf8');
  const cut = content.subarray(content.length - bytes);
  const line = cut.indexOf('\n');
  return (line === -1 || line === cut.length - 1 ? cut : cut.subarray(line + 1)).toString('utf8');
}

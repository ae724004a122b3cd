const HEADER_BYTES = 8;

/** Joins the frames of dockerd's log and exec streams: 1 byte of stream, 3 of padding, 4 of length, then text. */
export function demultiplex(raw: Buffer): Buffer {
  const parts: Buffer[] = [];
  let offset = 0;
  while (offset + HEADER_BYTES <= raw.length) {
    const length = raw.readUInt32BE(offset + 4);
    parts.push(raw.subarray(offset + HEADER_BYTES, offset + HEADER_BYTES + length));
    offset += HEADER_BYTES + length;
  }
  return Buffer.concat(parts);
}

/** The last `bytes` as text, from the beginning of a line where one begins there. */
export function tailOf(content: Buffer, bytes: number): string {
  if (content.length <= bytes) return content.toString('utf8');
  const cut = content.subarray(content.length - bytes);
  const line = cut.indexOf('\n');
  return (line === -1 || line === cut.length - 1 ? cut : cut.subarray(line + 1)).toString('utf8');
}

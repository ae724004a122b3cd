const STAMPED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z ?/;

/** What dockerd writes for a line with its time: RFC 3339 with up to nine decimals, a space, the line. */
export interface StampedText {
  /** Since the epoch, of the host's clock. */
  nanoseconds: bigint;
  text: string;
}

/** @throws RangeError where there is no time */
export function parseStampedText(content: string): StampedText {
  const match = STAMPED.exec(content);
  if (match === null) throw new RangeError('a line of a log has no time');
  const [whole, seconds = '', decimals = ''] = match;
  const milliseconds = BigInt(Date.parse(`${seconds}Z`));
  return {
    nanoseconds: milliseconds * 1_000_000n + BigInt(decimals.padEnd(9, '0')),
    text: content.slice(whole.length),
  };
}

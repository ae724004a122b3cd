import { HubError } from '../problem/hub-error.ts';

const CONTINUES = 0x80;
const MAX_VARINT_BYTES = 10;

/** Walks protobuf's wire format without building objects; throws `HubError` `ingest/malformed` beyond its end. */
export class WireReader {
  readonly bytes: Uint8Array;
  /** Where the next byte is read. */
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** One byte: a field's number and wire type as small messages have them. */
  tag(end: number): number {
    if (this.at >= end) throw malformed();
    const tag = this.bytes[this.at] ?? 0;
    this.at += 1;
    return tag;
  }

  /** Exact up to 2^53, else a number that is at least so large; negative ones too, as protobuf sends them. */
  varint(end: number): number {
    let value = 0;
    let factor = 1;
    for (let i = 0; i < MAX_VARINT_BYTES && this.at < end; i += 1) {
      const byte = this.bytes[this.at] ?? 0;
      this.at += 1;
      value += (byte & 0x7f) * factor;
      if (byte < CONTINUES) return value;
      factor *= 128;
    }
    throw malformed();
  }

  /** The end of the length-delimited field that begins here. */
  fieldEnd(end: number): number {
    const length = this.varint(end);
    const fieldEnd = this.at + length;
    if (fieldEnd > end) throw malformed();
    return fieldEnd;
  }

  skip(count: number, end: number): void {
    this.at += count;
    if (this.at > end) throw malformed();
  }
}

export function malformed(): HubError {
  return new HubError('ingest/malformed', 'the body is not a remote-write request as agents send it');
}

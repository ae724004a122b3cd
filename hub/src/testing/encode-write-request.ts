/** A series as tests push it; labels are written in the order given. */
export interface TestSeries {
  labels: readonly (readonly [name: string, value: string])[];
  /** Value and epoch milliseconds. */
  samples: readonly (readonly [value: number, timestampMs: number])[];
}

/** A remote-write v1 request as protobuf, not compressed. */
export function encodeWriteRequest(series: readonly TestSeries[]): Buffer {
  return Buffer.concat(series.map((one) => field(1, encodeSeries(one))));
}

export function encodeSeries({ labels, samples }: TestSeries): Buffer {
  return Buffer.concat([
    ...labels.map(([name, value]) => field(1, encodeLabel(name, value))),
    ...samples.map(([value, timestampMs]) => field(2, encodeSample(value, timestampMs))),
  ]);
}

export function encodeLabel(name: string, value: string): Buffer {
  return Buffer.concat([field(1, Buffer.from(name)), field(2, Buffer.from(value))]);
}

export function encodeSample(value: number, timestampMs: number): Buffer {
  const double = Buffer.alloc(9, 0x09);
  double.writeDoubleLE(value, 1);
  return Buffer.concat([double, Buffer.from([0x10]), varint(timestampMs)]);
}

/** A length-delimited field. */
export function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

export function varint(value: number): Buffer {
  if (value >= 0 && value < 0x80) return Buffer.from([value]);
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

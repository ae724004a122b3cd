/** A series of a remote-write v1 WriteRequest, with its labels in the order in which they came. */
export interface DecodedSeries {
  labels: [name: string, value: string][];
  samples: { value: number; timestampMs: number }[];
}

interface Field {
  number: number;
  /** Of wire type 0. */
  varint: bigint;
  /** Of wire types 1 and 2. */
  bytes: Buffer;
}

/** Decodes a WriteRequest by prometheus/prompb's numbers, independently of our encoder; throws on anything else. */
export function decodeWriteRequest(bytes: Buffer): DecodedSeries[] {
  return fieldsOf(bytes).map((field) => {
    if (field.number !== 1) throw new Error(`WriteRequest has a field ${field.number}`);
    return decodeSeries(field.bytes);
  });
}

function decodeSeries(bytes: Buffer): DecodedSeries {
  const series: DecodedSeries = { labels: [], samples: [] };
  for (const { number, bytes: content } of fieldsOf(bytes)) {
    if (number === 1) series.labels.push(decodeLabel(content));
    else if (number === 2) series.samples.push(decodeSample(content));
    else throw new Error(`TimeSeries has a field ${number}`);
  }
  return series;
}

function decodeLabel(bytes: Buffer): [string, string] {
  const text = new Map(fieldsOf(bytes).map((field) => [field.number, field.bytes.toString('utf8')]));
  return [text.get(1) ?? '', text.get(2) ?? ''];
}

function decodeSample(bytes: Buffer): DecodedSeries['samples'][number] {
  const sample = { value: 0, timestampMs: 0 };
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) sample.value = field.bytes.readDoubleLE();
    else if (field.number === 2) sample.timestampMs = Number(field.varint);
    else throw new Error(`Sample has a field ${field.number}`);
  }
  return sample;
}

function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message.readUInt8(at);
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Buffer => {
    if (at + length > message.length) throw new Error('a field is longer than its message');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const field: Field = { number: Number(tag >> 3n), varint: 0n, bytes: Buffer.alloc(0) };
    const type = Number(tag & 7n);
    if (type === 0) field.varint = varint();
    else if (type === 1) field.bytes = take(8);
    else if (type === 2) field.bytes = take(Number(varint()));
    else throw new Error(`wire type ${type}`);
    fields.push(field);
  }
  return fields;
}

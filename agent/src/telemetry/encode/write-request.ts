import { type Sample } from '../sample.ts';
import { varintBytes } from './varint.ts';
import { WireWriter } from './wire-writer.ts';

/** Samples of one push. */
export const MAX_SAMPLES = 2_000;
/** Bytes of one push before compression; with the worst of data it still has less than the hub's 1 MB after it. */
export const MAX_REQUEST_BYTES = 768_000;

/** The part of a full push that this is: the larger of its number's and its size's. */
export function shareOfRequest(samples: number, bytes: number): number {
  return Math.max(samples / MAX_SAMPLES, bytes / MAX_REQUEST_BYTES);
}

// Field numbers and wire types of prometheus/prompb, remote.proto and types.proto.
const REQUEST_TIMESERIES = 0x0a;
const SERIES_LABEL = 0x0a;
const SERIES_SAMPLE = 0x12;
const LABEL_NAME = 0x0a;
const LABEL_VALUE = 0x12;
const SAMPLE_VALUE = 0x09;
const SAMPLE_TIMESTAMP = 0x10;

interface Label {
  name: string;
  nameBytes: number;
  value: string;
  valueBytes: number;
}

export interface EncodedRequest {
  /** A remote-write v1 WriteRequest. */
  bytes: Buffer;
  /** How many of the samples are in it, from the first on; at least one. */
  taken: number;
}

/** Encodes samples into WriteRequests, one series a sample, each with the labels that name the sender. */
export function createRequestEncoder(
  sender: Readonly<Record<string, string>>,
): (samples: readonly Sample[]) => EncodedRequest {
  const writer = new WireWriter();
  return (samples) => {
    writer.clear();
    let taken = 0;
    for (const sample of samples.slice(0, MAX_SAMPLES)) {
      const labels = labelsOf(sample, sender);
      const bytes = seriesBytes(labels, sample);
      if (taken > 0 && writer.length + bytes > MAX_REQUEST_BYTES) break;
      writeSeries(writer, labels, sample, bytes);
      taken += 1;
    }
    return { bytes: writer.finish(), taken };
  };
}

/** Sorted by name, as the receiver demands; the sender's own labels win over the sample's. */
function labelsOf({ name, labels }: Sample, sender: Readonly<Record<string, string>>): Label[] {
  return Object.entries({ ...labels, ...sender, __name__: name })
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => ({
      name: label,
      nameBytes: Buffer.byteLength(label),
      value,
      valueBytes: Buffer.byteLength(value),
    }));
}

function labelBytes({ nameBytes, valueBytes }: Label): number {
  return 2 + varintBytes(nameBytes) + nameBytes + varintBytes(valueBytes) + valueBytes;
}

function sampleBytes({ timestampMs }: Sample): number {
  return 1 + 8 + 1 + varintBytes(timestampMs);
}

function seriesBytes(labels: readonly Label[], sample: Sample): number {
  const ofLabels = labels.reduce((sum, label) => {
    const bytes = labelBytes(label);
    return sum + 1 + varintBytes(bytes) + bytes;
  }, 0);
  return ofLabels + 1 + 1 + sampleBytes(sample);
}

function writeSeries(writer: WireWriter, labels: readonly Label[], sample: Sample, bytes: number): void {
  writer.varint(REQUEST_TIMESERIES);
  writer.varint(bytes);
  for (const label of labels) {
    writer.varint(SERIES_LABEL);
    writer.varint(labelBytes(label));
    writer.varint(LABEL_NAME);
    writer.varint(label.nameBytes);
    writer.text(label.name, label.nameBytes);
    writer.varint(LABEL_VALUE);
    writer.varint(label.valueBytes);
    writer.text(label.value, label.valueBytes);
  }
  writer.varint(SERIES_SAMPLE);
  writer.varint(sampleBytes(sample));
  writer.varint(SAMPLE_VALUE);
  writer.double(sample.value);
  writer.varint(SAMPLE_TIMESTAMP);
  writer.varint(sample.timestampMs);
}

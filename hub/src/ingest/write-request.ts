import { HubError } from '../problem/hub-error.ts';
import { spanEquals, spanHash, spanIncludes, spanIsBefore, spanStartsWith } from './byte-span.ts';
import { RESERVED_LABELS, RESERVED_NAMES, RESERVED_PREFIXES } from './reserved-names.ts';
import { type Sender, type TimeWindow } from './sender.ts';
import { malformed, WireReader } from './wire-reader.ts';

/** Of one series. */
const MAX_LABELS = 32;
/** Bytes. */
const MAX_LABEL_NAME = 128;
/** Bytes. */
const MAX_LABEL_VALUE = 1_024;

// Field numbers and wire types of prometheus.WriteRequest, TimeSeries, Label and Sample.
const TIME_SERIES = 0x0a;
const LABEL = 0x0a;
const SAMPLE = 0x12;
const LABEL_NAME = 0x0a;
const LABEL_VALUE = 0x12;
const SAMPLE_VALUE = 0x09;
const SAMPLE_TIME = 0x10;

const bytesOf = (text: string): Uint8Array => Buffer.from(text);
const NAME = bytesOf('__name__');
const COLON = ':'.charCodeAt(0);
const PREFIXES = RESERVED_PREFIXES.map(bytesOf);
const NAMES = RESERVED_NAMES.map(bytesOf);
const FOREIGN_LABELS = RESERVED_LABELS.map(bytesOf);

export interface ScannedWriteRequest {
  samples: number;
  /** A hash of each series' labels, in order. */
  series: number[];
}

/**
 * Looks through a remote-write v1 request without decoding it: every series is the sender's own, no sample lies outside
 * the window, nothing is there that was not looked at (exemplars, histograms, metadata, unknown fields). Labels must be
 * sorted and unique, so that no other reader can find another identity in the same bytes.
 * Throws `HubError` `ingest/malformed | foreign-labels | reserved-name | out-of-window`.
 */
export function scanWriteRequest(
  body: Uint8Array,
  sender: Sender,
  window: TimeWindow,
  seed: number,
): ScannedWriteRequest {
  const reader = new WireReader(body);
  const identity = [
    [bytesOf('cluster'), bytesOf(sender.cluster)],
    [bytesOf('node_id'), bytesOf(sender.nodeId)],
    [bytesOf('tier'), bytesOf(sender.tier)],
  ] as const;
  const scanned: ScannedWriteRequest = { samples: 0, series: [] };
  while (reader.at < body.length) {
    if (reader.tag(body.length) !== TIME_SERIES) throw malformed();
    scanSeries(reader, reader.fieldEnd(body.length), { identity, window, seed }, scanned);
  }
  if (scanned.samples === 0) throw malformed();
  return scanned;
}

interface Expected {
  /** Name and value of each label of identity, in order. */
  identity: readonly (readonly [Uint8Array, Uint8Array])[];
  window: TimeWindow;
  seed: number;
}

function scanSeries(reader: WireReader, end: number, expected: Expected, scanned: ScannedWriteRequest): void {
  const { bytes } = reader;
  let labels = 0;
  let ownLabels = 0;
  let named = false;
  let samples = 0;
  let hash = expected.seed;
  let previous: Label | null = null;
  while (reader.at < end) {
    const tag = reader.tag(end);
    const fieldEnd = reader.fieldEnd(end);
    if (tag === SAMPLE) {
      scanSample(reader, fieldEnd, expected.window);
      samples += 1;
      continue;
    }
    if (tag !== LABEL) throw malformed();
    hash = spanHash(bytes, reader.at, fieldEnd, hash);
    const label = readLabel(reader, fieldEnd);
    labels += 1;
    if (labels > MAX_LABELS || (previous && !isBefore(bytes, previous, label))) throw malformed();
    previous = label;
    if (spanEquals(bytes, label.nameStart, label.nameEnd, NAME)) {
      checkMetricName(bytes, label.valueStart, label.valueEnd);
      named = true;
    } else if (isOwnLabel(bytes, label, expected.identity)) ownLabels += 1;
  }
  if (!named || samples === 0) throw malformed();
  if (ownLabels !== expected.identity.length) throw foreign();
  scanned.samples += samples;
  scanned.series.push(hash);
}

/** Where a label's name and value stand. */
interface Label {
  nameStart: number;
  nameEnd: number;
  valueStart: number;
  valueEnd: number;
}

function readLabel(reader: WireReader, end: number): Label {
  if (reader.tag(end) !== LABEL_NAME) throw malformed();
  const nameEnd = reader.fieldEnd(end);
  const nameStart = reader.at;
  reader.at = nameEnd;
  if (reader.tag(end) !== LABEL_VALUE) throw malformed();
  const valueEnd = reader.fieldEnd(end);
  const valueStart = reader.at;
  reader.at = valueEnd;
  const name = nameEnd - nameStart;
  const value = valueEnd - valueStart;
  // Prometheus takes a label without a value for one that is not there.
  if (valueEnd !== end || name === 0 || value === 0 || name > MAX_LABEL_NAME || value > MAX_LABEL_VALUE) {
    throw malformed();
  }
  return { nameStart, nameEnd, valueStart, valueEnd };
}

function isBefore(bytes: Uint8Array, one: Label, other: Label): boolean {
  return spanIsBefore(bytes, one.nameStart, one.nameEnd, other.nameStart, other.nameEnd);
}

/** Whether it is a label of identity; throws where it is one with another value, or one that no node may bring. */
function isOwnLabel(bytes: Uint8Array, label: Label, identity: Expected['identity']): boolean {
  if (FOREIGN_LABELS.some((name) => spanEquals(bytes, label.nameStart, label.nameEnd, name))) throw foreign();
  for (const [name, value] of identity) {
    if (!spanEquals(bytes, label.nameStart, label.nameEnd, name)) continue;
    if (!spanEquals(bytes, label.valueStart, label.valueEnd, value)) throw foreign();
    return true;
  }
  return false;
}

function scanSample(reader: WireReader, end: number, window: TimeWindow): void {
  let time: number | null = null;
  let valued = false;
  while (reader.at < end) {
    switch (reader.tag(end)) {
      case SAMPLE_VALUE:
        if (valued) throw malformed();
        valued = true;
        reader.skip(8, end);
        break;
      case SAMPLE_TIME:
        if (time !== null) throw malformed();
        time = reader.varint(end);
        break;
      default:
        throw malformed();
    }
  }
  if (time === null || time < window.from || time > window.to) {
    throw new HubError('ingest/out-of-window', 'a sample is older or newer than what is taken');
  }
}

function checkMetricName(bytes: Uint8Array, start: number, end: number): void {
  const reserved =
    PREFIXES.some((prefix) => spanStartsWith(bytes, start, end, prefix)) ||
    NAMES.some((name) => spanEquals(bytes, start, end, name)) ||
    spanIncludes(bytes, start, end, COLON);
  if (reserved) throw new HubError('ingest/reserved-name', 'a metric has a name that only the hub or a store may use');
}

function foreign(): HubError {
  return new HubError('ingest/foreign-labels', 'a series does not carry exactly the labels of its sender');
}

import { HubError } from '../problem/hub-error.ts';
import { jsonStaysWithin } from './json-bounds.ts';
import { type Sender, type TimeWindow } from './sender.ts';

/** The labels of a stream, all of them; everything else is structured metadata. */
const STREAM_LABELS = ['cluster', 'node_id', 'service', 'tier'] as const;
const SERVICE = /^[a-zA-Z0-9][\w.-]{0,62}$/;
/** Nanoseconds of this century. */
const NANOSECONDS = /^[1-9]\d{18}$/;
/** Agents cut lines at 16 kB; characters. */
const MAX_LINE = 17_000;
const MAX_METADATA = 40;
/** Characters of a name or a value. */
const MAX_METADATA_TEXT = 1_100;
/** The metadata of a line lies six deep; twice what a thousand lines with all fields that an agent keeps are. */
const BOUNDS = { depth: 6, parts: 250_000 };

export interface ScannedLogPush {
  lines: number;
  /** The service of each stream, in order. */
  services: string[];
}

/**
 * Looks through a Loki push as JSON: every stream is the sender's own, no line lies outside the window. The text must be
 * as JSON.stringify writes it: then no key is there twice or in a spelling that another reader takes for the same one.
 * Throws `HubError` `ingest/malformed | foreign-labels | out-of-window`.
 */
export function scanLogPush(body: Buffer, sender: Sender, window: TimeWindow): ScannedLogPush {
  const push = parse(body);
  const streams = onlyKeys(push, ['streams'])?.streams;
  if (!Array.isArray(streams) || streams.length === 0) throw malformed();
  const scanned: ScannedLogPush = { lines: 0, services: [] };
  for (const each of streams as unknown[]) {
    const stream = onlyKeys(each, ['stream', 'values']);
    if (!stream || !Array.isArray(stream.values) || stream.values.length === 0) throw malformed();
    scanned.services.push(serviceOf(stream.stream, sender));
    for (const entry of stream.values as unknown[]) scanEntry(entry, window);
    scanned.lines += stream.values.length;
  }
  return scanned;
}

function parse(body: Buffer): unknown {
  if (!jsonStaysWithin(body, BOUNDS)) throw malformed();
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    value = JSON.parse(text);
  } catch (cause) {
    throw new HubError('ingest/malformed', 'the body is not JSON', { cause });
  }
  if (JSON.stringify(value) !== text) {
    throw new HubError('ingest/malformed', 'the body is not written as JSON.stringify writes it');
  }
  return value;
}

function serviceOf(labels: unknown, sender: Sender): string {
  const own = onlyKeys(labels, STREAM_LABELS);
  if (!own || own.cluster !== sender.cluster || own.node_id !== sender.nodeId || own.tier !== sender.tier) {
    throw new HubError('ingest/foreign-labels', 'a stream does not carry exactly the labels of its sender');
  }
  if (typeof own.service !== 'string' || !SERVICE.test(own.service)) throw malformed();
  return own.service;
}

function scanEntry(entry: unknown, window: TimeWindow): void {
  if (!Array.isArray(entry) || entry.length < 2 || entry.length > 3) throw malformed();
  const [time, line, metadata] = entry as unknown[];
  if (typeof time !== 'string' || !NANOSECONDS.test(time)) throw malformed();
  if (typeof line !== 'string' || line.length > MAX_LINE) throw malformed();
  const at = Number(time) / 1e6;
  if (at < window.from || at > window.to) {
    throw new HubError('ingest/out-of-window', 'a line is older or newer than what is taken');
  }
  if (metadata !== undefined) scanMetadata(metadata);
}

function scanMetadata(metadata: unknown): void {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) throw malformed();
  const members = Object.entries(metadata);
  if (members.length > MAX_METADATA) throw malformed();
  for (const [name, value] of members) {
    if (typeof value !== 'string' || value.length > MAX_METADATA_TEXT || name.length > MAX_METADATA_TEXT) {
      throw malformed();
    }
    if (STREAM_LABELS.some((label) => label === name)) {
      throw new HubError('ingest/foreign-labels', 'the metadata of a line has the name of a label');
    }
  }
}

/** The object if it has exactly these keys. */
function onlyKeys<K extends string>(value: unknown, keys: readonly K[]): Record<K, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const own = Object.keys(value);
  if (own.length !== keys.length || !keys.every((key) => Object.hasOwn(value, key))) return undefined;
  return value as Record<K, unknown>;
}

function malformed(): HubError {
  return new HubError('ingest/malformed', 'the body is not a log push as agents send it');
}

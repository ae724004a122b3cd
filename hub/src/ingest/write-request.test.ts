import { type NodeId } from '@noderr/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeLabel,
  encodeSample,
  encodeSeries,
  encodeWriteRequest,
  field,
  type TestSeries,
  varint,
} from '../testing/encode-write-request.ts';
import { RESERVED_NAMES, RESERVED_PREFIXES } from './reserved-names.ts';
import { type ScannedWriteRequest, scanWriteRequest } from './write-request.ts';

const NODE = `0x${'ab'.repeat(32)}` as NodeId;
const SENDER = { nodeId: NODE, tier: 'ORACLE', cluster: 'noderr' } as const;
const NOW = 1_800_000_000_000;
const WINDOW = { from: NOW - 1_000, to: NOW + 1_000 };

const LABELS = [
  ['__name__', 'node_cpu_seconds_total'],
  ['cluster', 'noderr'],
  ['mode', 'idle'],
  ['node_id', NODE],
  ['tier', 'ORACLE'],
] as const;

function labelled(over: Record<string, string | undefined>): TestSeries['labels'] {
  const own = Object.fromEntries<string>(LABELS);
  const labels = Object.entries({ ...own, ...over });
  return labels.flatMap(([name, value]) => (value === undefined ? [] : ([[name, value]] as const))).sort();
}

function scan(bytes: Buffer, seed = 1): ScannedWriteRequest {
  return scanWriteRequest(bytes, SENDER, WINDOW, seed);
}

function series(over: Partial<TestSeries> = {}): TestSeries {
  return { labels: LABELS, samples: [[1, NOW]], ...over };
}

function refusal(bytes: Buffer): unknown {
  try {
    scan(bytes);
    return 'taken';
  } catch (error) {
    return (error as { code: unknown }).code;
  }
}

const refusalOf = (over: Partial<TestSeries>): unknown => refusal(encodeWriteRequest([series(), series(over)]));

describe('a remote-write request', () => {
  it('is taken when each of its series is the sender’s own', () => {
    const other = series({
      labels: labelled({ mode: 'user' }),
      samples: [
        [2, WINDOW.from],
        [NaN, WINDOW.to],
      ],
    });
    const scanned = scan(encodeWriteRequest([series(), other, series()]));
    expect(scanned.samples).toBe(4);
    expect(scanned.series).toHaveLength(3);
    expect(scanned.series[0]).toBe(scanned.series[2]);
    expect(scanned.series[0]).not.toBe(scanned.series[1]);
  });

  it('tells series apart by a seed that no node knows', () => {
    const bytes = encodeWriteRequest([series()]);
    expect(scan(bytes, 1).series).not.toEqual(scan(bytes, 2).series);
  });

  it.each([
    ['another node', { node_id: `0x${'cd'.repeat(32)}` }],
    ['another tier', { tier: 'GUARDIAN' }],
    ['another cluster', { cluster: 'other' }],
    ['a longer value', { tier: 'ORACLES' }],
    ['a job of Prometheus', { job: 'noderr-hub' }],
    ['an instance of Prometheus', { instance: 'noderr-hub:8480' }],
    ['no node', { node_id: undefined }],
    ['no tier', { tier: undefined }],
    ['no cluster', { cluster: undefined }],
  ])('is refused when a series names %s', (_what, over) => {
    expect(refusalOf({ labels: labelled(over) })).toBe('ingest/foreign-labels');
  });

  it.each([
    ['a label twice', [...LABELS.slice(0, 4), ['node_id', `0x${'cd'.repeat(32)}`], ['tier', 'ORACLE']]],
    ['labels out of order', [...LABELS].reverse()],
    ['no metric name', LABELS.slice(1)],
    ['an empty value', labelled({ mode: '' })],
    ['an empty name', [['', 'x'], ...LABELS]],
    ['a name of 129 bytes', labelled({ ['x'.repeat(129)]: 'x' })],
    ['a value of 1 025 bytes', labelled({ mode: 'x'.repeat(1_025) })],
    ['33 labels', labelled(Object.fromEntries(Array.from({ length: 28 }, (_, n) => [`x${n}`, 'x'])))],
  ] as [string, TestSeries['labels']][])('is refused with %s', (_what, labels) => {
    expect(refusalOf({ labels })).toBe('ingest/malformed');
  });

  it.each([WINDOW.from - 1, WINDOW.to + 1, 0, -1, Number.MAX_SAFE_INTEGER])(
    'is refused with a sample outside the window: %d',
    (timestampMs) => {
      expect(
        refusalOf({
          samples: [
            [1, NOW],
            [2, timestampMs],
          ],
        }),
      ).toBe('ingest/out-of-window');
    },
  );

  it.each([...RESERVED_NAMES, ...RESERVED_PREFIXES.map((prefix) => `${prefix}x`), 'tier:noderr_rollout_failed:ratio'])(
    'is refused with a metric that is not a node’s to tell: %s',
    (name) => {
      expect(refusalOf({ labels: labelled({ __name__: name }) })).toBe('ingest/reserved-name');
    },
  );

  it.each([
    'noderr_agent_state',
    'noderr_errors_total',
    'noderr_queue_depth',
    'upstream_errors_total',
    'trading_pnl_usd',
  ])('is taken with a metric of a node: %s', (name) => {
    expect(refusalOf({ labels: labelled({ __name__: name }) })).toBe('taken');
  });

  const sample = field(2, encodeSample(1, NOW));
  const labels = Buffer.concat(LABELS.map(([name, value]) => field(1, encodeLabel(name, value))));
  const ofSeries = (...parts: Buffer[]): Buffer => field(1, Buffer.concat(parts));
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a series without samples', ofSeries(labels)],
    ['an exemplar', ofSeries(labels, sample, field(3, encodeSample(1, NOW)))],
    ['a histogram', ofSeries(labels, sample, field(4, varint(1)))],
    ['metadata', Buffer.concat([ofSeries(labels, sample), field(3, varint(1))])],
    ['an unknown field', Buffer.concat([ofSeries(labels, sample), field(9, varint(1))])],
    ['a sample without a time', ofSeries(labels, field(2, encodeSample(1, NOW).subarray(0, 9)))],
    ['a time given twice', ofSeries(labels, field(2, Buffer.concat([encodeSample(1, NOW), encodeSample(1, NOW)])))],
    ['a label whose value is given twice', ofSeries(labels, field(1, twiceValued()), sample)],
    ['a label whose name comes last', ofSeries(field(1, nameLast()), sample)],
    ['a length beyond the end', Buffer.concat([Buffer.from([0x0a]), varint(2 ** 40)])],
    ['a varint that never ends', Buffer.from([0x0a, ...Array<number>(11).fill(0xff)])],
    ['a tag written in two bytes', Buffer.concat([Buffer.from([0x8a, 0x00]), ofSeries(labels, sample).subarray(1)])],
  ])('is refused with %s', (_what, bytes) => {
    expect(refusal(bytes)).toMatch(/^ingest\/(malformed|out-of-window)$/);
  });

  it('is refused, and never misread, when it is cut anywhere', () => {
    const bytes = encodeWriteRequest([series()]);
    for (let end = 0; end < bytes.length; end += 1) expect(refusal(bytes.subarray(0, end))).not.toBe('taken');
  });

  it('of any bytes ends in a refusal', () => {
    const good = encodeWriteRequest([series(), series()]);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = Buffer.from(good);
        bytes.writeUInt8(bytes.readUInt8(at) ^ flip, at);
        expect(refusal(bytes)).toMatch(/^(taken|ingest\/)/);
      }),
    );
  });
});

function twiceValued(): Buffer {
  return Buffer.concat([encodeLabel('zone', 'a'), field(2, Buffer.from('b'))]);
}

function nameLast(): Buffer {
  return Buffer.concat([field(2, Buffer.from('x')), field(1, Buffer.from('__name__'))]);
}

describe('a series', () => {
  it('is encoded by the tests as protobuf has it', () => {
    expect(encodeSeries({ labels: [['a', 'b']], samples: [[1, 1]] }).toString('hex')).toBe(
      '0a060a01611201621' + '20b09000000000000f03f1001',
    );
  });
});

import { type NodeId } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { scanLogPush } from './log-push.ts';

const NODE = `0x${'ab'.repeat(32)}` as NodeId;
const SENDER = { nodeId: NODE, tier: 'ORACLE', cluster: 'noderr' } as const;
const NOW = 1_800_000_000_000;
const WINDOW = { from: NOW - 1_000, to: NOW + 1_000 };

const STREAM = { cluster: 'noderr', tier: 'ORACLE', node_id: NODE, service: 'node' };
const ns = (ms: number): string => `${ms}000000`;
const ENTRY = [ns(NOW), '{"message":"hello"}', { level: 'info' }];

interface Over {
  stream?: object;
  values?: unknown;
}

const push = (...over: Over[]): string =>
  JSON.stringify({ streams: [{}, ...over].map((each) => ({ stream: STREAM, values: [ENTRY], ...each })) });

function refusal(text: string | Buffer): unknown {
  try {
    scanLogPush(Buffer.from(text), SENDER, WINDOW);
    return 'taken';
  } catch (error) {
    return (error as { code: unknown }).code;
  }
}

describe('a log push', () => {
  it('is taken when each of its streams is the sender’s own', () => {
    const agent = {
      stream: { ...STREAM, service: 'agent' },
      values: [ENTRY, [ns(WINDOW.from), 'x'], [ns(WINDOW.to), '']],
    };
    expect(scanLogPush(Buffer.from(push(agent)), SENDER, WINDOW)).toEqual({ lines: 4, services: ['node', 'agent'] });
  });

  it.each([
    ['another node', { ...STREAM, node_id: `0x${'cd'.repeat(32)}` }],
    ['another tier', { ...STREAM, tier: 'ALL' }],
    ['another cluster', { ...STREAM, cluster: 'x' }],
    ['one label more', { ...STREAM, level: 'info' }],
    ['one label less', { cluster: 'noderr', tier: 'ORACLE', node_id: NODE }],
  ])('is refused when a stream names %s', (_what, stream) => {
    expect(refusal(push({ stream }))).toBe('ingest/foreign-labels');
  });

  it('is taken with as many lines and fields as an agent sends at most', () => {
    const fields = Object.fromEntries(Array.from({ length: 35 }, (_, n) => [`field_${n}`, '"{[,']));
    const values = Array.from({ length: 1_000 }, () => [ns(NOW), 'x', fields]);
    expect(refusal(push({ values }))).toBe('taken');
  });

  it('is refused, unparsed, when it nests deeper than one of an agent', () => {
    expect(refusal('['.repeat(1_000_000) + ']'.repeat(1_000_000))).toBe('ingest/malformed');
  });

  it('is refused when the metadata of a line has the name of a label', () => {
    expect(refusal(push({ values: [[ns(NOW), 'x', { node_id: 'x' }]] }))).toBe('ingest/foreign-labels');
  });

  it.each([WINDOW.from - 1, WINDOW.to + 1])('is refused with a line outside the window: %d', (at) => {
    expect(refusal(push({ values: [ENTRY, [ns(at), 'x']] }))).toBe('ingest/out-of-window');
  });

  it.each([
    ['no streams', { streams: [] }],
    ['a key that Go reads as "streams"', { streams: [{ stream: STREAM, values: [ENTRY] }], Streams: [] }],
    ['a list', []],
    ['null', null],
    ['no values', { streams: [{ stream: STREAM, values: [] }] }],
    ['one key more in a stream', { streams: [{ stream: STREAM, values: [ENTRY], entries: [] }] }],
    ['a time that is a number', { streams: [{ stream: STREAM, values: [[NOW, 'x']] }] }],
    ['a time in milliseconds', { streams: [{ stream: STREAM, values: [[String(NOW), 'x']] }] }],
    ['a line that is no text', { streams: [{ stream: STREAM, values: [[ns(NOW), 1]] }] }],
    ['a line of 1 MB', { streams: [{ stream: STREAM, values: [[ns(NOW), 'x'.repeat(1_000_000)]] }] }],
    ['metadata that is no text', { streams: [{ stream: STREAM, values: [[ns(NOW), 'x', { n: 1 }]] }] }],
    ['a fourth part of a line', { streams: [{ stream: STREAM, values: [[...ENTRY, 1]] }] }],
    ['a service that is no name', { streams: [{ stream: { ...STREAM, service: 'a b' }, values: [ENTRY] }] }],
  ])('is refused with %s', (_what, body) => {
    expect(refusal(JSON.stringify(body))).toBe('ingest/malformed');
  });

  it('is refused when two readers could read it differently', () => {
    const foreign = JSON.stringify([{ stream: { ...STREAM, node_id: 'x' }, values: [ENTRY] }]);
    expect(refusal(push().replace('{', `{"streams":${foreign},`))).toBe('ingest/malformed');
    expect(refusal(push().replace(`"node_id":`, `"node_id":"x","node_id":`))).toBe('ingest/malformed');
    expect(refusal(push().replace('hello', '\\u0068ello'))).toBe('ingest/malformed');
    expect(refusal(` ${push()}`)).toBe('ingest/malformed');
  });

  it.each([
    ['no JSON', Buffer.from('{')],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ])('is refused when it is %s', (_what, body) => {
    expect(refusal(body)).toBe('ingest/malformed');
  });
});

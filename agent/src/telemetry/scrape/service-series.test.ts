import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSeries, seriesLines } from './exposition.ts';
import { MOST_SERIES, serviceSeries } from './service-series.ts';

describe("Prometheus's text format", () => {
  it('is read as it is written', () => {
    const body = `# HELP http_requests_total Requests.
# TYPE http_requests_total counter
http_requests_total{method="GET",route="/orders/:id",code="200"} 1027 1395066363000
http_request_duration_seconds_bucket{le="+Inf"} 4
http_request_duration_seconds_sum 1.5e-3

odd{ path = "C:\\\\DIR\\n\\"x\\"" , } -Inf
temperature\tNaN
`;
    expect(seriesLines(body).map(parseSeries)).toEqual([
      {
        name: 'http_requests_total',
        value: 1027,
        labels: { method: 'GET', route: '/orders/:id', code: '200' },
      },
      { name: 'http_request_duration_seconds_bucket', value: 4, labels: { le: '+Inf' } },
      { name: 'http_request_duration_seconds_sum', value: 0.0015, labels: {} },
      { name: 'odd', value: -Infinity, labels: { path: 'C:\\DIR\n"x"' } },
      { name: 'temperature', value: Number.NaN, labels: {} },
    ]);
  });

  it.each([
    'no_value',
    'two 1 2 3',
    '9lives 1',
    'open{a="b" 1',
    'twice{a="1",a="2"} 1',
    'bare{a=b} 1',
    '{"utf8.name"} 1',
    'hex 0x10',
    'empty{} ',
    'nothing{a="b"}',
  ])('is refused as %s', (line) => {
    expect(parseSeries(line)).toBeNull();
  });

  it('gives back any name, label and number', () => {
    const word = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,20}$/);
    fc.assert(
      fc.property(word, fc.dictionary(word, fc.string()), fc.double(), (name, labels, value) => {
        const escaped = (text: string): string =>
          text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
        const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`);
        const number = Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
        const found = parseSeries(`${name}{${pairs.join(',')}} ${number}`);
        expect(found?.name).toBe(name);
        expect(found?.value).toBe(Object.is(value, -0) ? 0 : value);
        expect(Object.entries(found?.labels ?? {})).toEqual(
          Object.entries(labels).filter(([key]) => key !== '__proto__'),
        );
      }),
    );
  });

  it('takes linear time for whatever a service may write', () => {
    const line = `a{${'b="\\\\\\"",'.repeat(20_000)}`;
    expect(parseSeries(line)).toBeNull();
    expect(parseSeries(`a{b="${'\\'.repeat(100_001)}`)).toBeNull();
    expect(parseSeries(`a${' '.repeat(200_000)}`)).toBeNull();
    expect(parseSeries(`a ${'1'.repeat(1_000_000)}e`)).toBeNull();
    expect(parseSeries(`a ${'1'.repeat(1_000_000)}`)?.value).toBe(Infinity);
  });
});

describe('the series of a service', () => {
  it('say nothing of who sent them, of the machine, or of the agent', () => {
    const { readings, dropped } = serviceSeries(`good{node_id="0x1",tier="ALL",cluster="x",service="y",__a="b",z=""} 1
node_cpu_seconds_total{mode="idle"} 1
noderr_node_expected 1
tier:noderr_rollout_failed:ratio 1
noderr_agent_hub_up 1
noderr_queue_depth{queue="in"} 3
up 1
`);
    expect(readings).toEqual([
      { name: 'good', value: 1, labels: {} },
      { name: 'noderr_queue_depth', value: 3, labels: { queue: 'in' } },
    ]);
    expect([...dropped]).toEqual([['reserved', 5]]);
  });

  it('are each there once, and what is no series is counted', () => {
    const { readings, dropped } = serviceSeries(
      'a{x="1",y="2"} 1\na{y="2",x="1"} 2\nbroken{ 1\nb constructor\na{service="b"} 1\na 2\n',
    );
    expect(readings).toHaveLength(2);
    expect([...dropped].sort()).toEqual([
      ['duplicate', 2],
      ['malformed', 2],
    ]);
  });

  it('are 150 at most: the first ones, so that they are the same each time', () => {
    const lines = Array.from({ length: 100_000 }, (_, at) => `flood{id="${at}"} ${at}`);
    const { readings, dropped } = serviceSeries(lines.join('\n'));
    expect(readings.map(({ value }) => value)).toEqual(Array.from({ length: MOST_SERIES }, (_, at) => at));
    expect(dropped.get('series-limit')).toBe(100_000 - MOST_SERIES);
  });

  it('have labels of a size that a store takes', () => {
    const { readings, dropped } = serviceSeries(`a{b="${'x'.repeat(257)}"} 1\n${'n'.repeat(129)} 1\n`);
    expect(readings).toEqual([]);
    expect(dropped.get('labels')).toBe(2);
  });

  it('are not looked for in a line that is far longer than any of them', () => {
    const labels = Array.from({ length: 90_000 }, (_, at) => `k${at}="v"`);
    const { readings, dropped } = serviceSeries(`a{${labels.join(',')}} 1\ngood 2\n`);
    expect(readings).toEqual([{ name: 'good', value: 2, labels: {} }]);
    expect([...dropped]).toEqual([['labels', 1]]);
  });
});

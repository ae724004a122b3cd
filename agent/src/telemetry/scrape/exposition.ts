import { type Reading, reading } from '../reading.ts';

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const OPEN = /[ \t]*\{/y;
const LABEL = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*(,|(?=\}))/y;
const CLOSE = /[ \t]*\}/y;
/** The timestamp that may follow is not taken: a sample has the time at which it was asked for. */
const VALUE = /[ \t]*([^ \t]+)(?:[ \t]+-?\d+)?[ \t]*$/y;

const NOT_FINITE: ReadonlyMap<string, number> = new Map([
  ['+Inf', Infinity],
  ['Inf', Infinity],
  ['-Inf', -Infinity],
  ['NaN', NaN],
]);
/** Each digit has one place where it can be read: two ways for it would be the square of a long number's time. */
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** The lines of a body in Prometheus's text format (version 0.0.4) that stand for series: comments are passed over. */
export function seriesLines(body: string): string[] {
  return body
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** One series; null where the line is none. Histograms and summaries are the series that they are made of. */
export function parseSeries(line: string): Reading | null {
  let at = 0;
  function take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at;
    const match = pattern.exec(line);
    if (match) at = pattern.lastIndex;
    return match;
  }

  const name = take(NAME)?.[0];
  if (name === undefined) return null;
  const labels: Record<string, string> = {};
  if (take(OPEN)) {
    for (let label = take(LABEL); label; label = take(LABEL)) {
      const [, key = '', value = ''] = label;
      if (Object.hasOwn(labels, key)) return null;
      labels[key] = unescaped(value);
    }
    if (!take(CLOSE)) return null;
  }
  const value = numberOf(take(VALUE)?.[1] ?? '');
  return value === null ? null : reading(name, value, labels);
}

function numberOf(text: string): number | null {
  return NOT_FINITE.get(text) ?? (DECIMAL.test(text) ? Number(text) : null);
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_match, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

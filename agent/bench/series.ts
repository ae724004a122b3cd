import { quantile } from './quantile.ts';

/** Milliseconds of one kind of the agent's work, and of bare stop + start that was done in between. */
export interface Series {
  what: string;
  agent: number[];
  bare: number[];
}

const ms = (value: number): string => String(Math.round(value)).padStart(7);

/** A table for a terminal and for `docs/benchmarks.md`. */
export function tableOf(series: readonly Series[]): string {
  const rows = series.flatMap(({ what, agent, bare }) => [
    rowOf(`${what} (${agent.length} runs)`, agent, bare),
    rowOf('bare docker stop + docker start', bare, null),
  ]);
  const head = `| ${'milliseconds'.padEnd(58)} |     p50 |     p99 | p50 / bare |`;
  return [head, `| ${'-'.repeat(58)} | ------: | ------: | ---------: |`, ...rows].join('\n');
}

function rowOf(what: string, values: readonly number[], bare: readonly number[] | null): string {
  const ratio = bare === null ? '' : (quantile(values, 0.5) / quantile(bare, 0.5)).toFixed(2);
  return `| ${what.padEnd(58)} | ${ms(quantile(values, 0.5))} | ${ms(quantile(values, 0.99))} | ${ratio.padStart(10)} |`;
}

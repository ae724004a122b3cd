import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type ServerProcess, startServer } from '@noderr/alerts/testing';

const PROVISIONING = join(import.meta.dirname, '../../provisioning/prometheus');

/** A Prometheus over given samples that evaluates the committed rules, as often as a test can wait for. */
export interface FilledPrometheus {
  readonly url: string;
  /** The series of an expression over a time range; seconds since the epoch. @throws with Prometheus' own words */
  range(expr: string, from: number, to: number, step: number): Promise<Series[]>;
  /** The series of an expression at one moment; seconds since the epoch. */
  instant(expr: string, at: number): Promise<Series[]>;
  close(): Promise<void>;
}

export interface Series {
  metric: Record<string, string>;
  /** Not a number where the expression is none. */
  values: number[];
}

/** `samples` is OpenMetrics text with times, in chunks; the last of them is `# EOF`. */
export async function startFilledPrometheus(samples: Iterable<string>): Promise<FilledPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'noderr-filled-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    cpSync(PROVISIONING, folder, { recursive: true });
    hurryRules(join(folder, 'rules'));
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'secrets/scrape-token'), 'token');
    for (const name of readdirSync(join(folder, 'targets'))) writeFileSync(join(folder, 'targets', name), '[]');
    writeFileSync(join(folder, 'samples'), [...samples].join(''));
    const data = join(folder, 'data');
    await run('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', join(folder, 'samples'), data]);
    const server = await startServer('prometheus', (address) => [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=${address}`,
    ]);
    return overHttp(server, remove);
  } catch (error) {
    remove();
    throw error;
  }
}

/** Each group looks once a second: what a rule records is there at once. */
function hurryRules(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^ {4}interval: \w+$/gm, '    interval: 1s'));
  }
}

interface Answer {
  status: 'success' | 'error';
  error?: string;
  data?: { result: { metric: Record<string, string>; value?: [number, string]; values?: [number, string][] }[] };
}

function overHttp(server: ServerProcess, remove: () => void): FilledPrometheus {
  async function ask(path: string, query: Record<string, string>): Promise<Series[]> {
    const response = await fetch(`${server.url}/api/v1/${path}`, { method: 'POST', body: new URLSearchParams(query) });
    const { status, error, data } = (await response.json()) as Answer;
    if (status === 'error') throw new Error(`${query['query'] ?? ''}: ${error ?? ''}`);
    return (data?.result ?? []).map(({ metric, value, values = value ? [value] : [] }) => ({
      metric,
      values: values.map(([, text]) => Number(text)),
    }));
  }
  return {
    url: server.url,
    range: (query, from, to, step) =>
      ask('query_range', { query, start: String(from), end: String(to), step: String(step) }),
    instant: (query, at) => ask('query', { query, time: String(at) }),
    async close() {
      await server.close();
      remove();
    },
  };
}

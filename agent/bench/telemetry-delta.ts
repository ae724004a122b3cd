import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { uncompress } from 'snappyjs';
import { Child, findProgram, freePort } from '@noderr/oci/testing';
import { decodeWriteRequest } from '../src/testing/write-request-decoder.ts';
import { type Arrival, type Figures, startIdleLab, watch } from './idle-lab.ts';

/**
 * What telemetry adds to an agent: two agents at rest side by side, of which one measures and ships about 200 series
 * every 15 s, and node_exporter, scraped every 15 s, where it is on the PATH.
 */
const WARM_UP_MS = 60_000;
const INTERVAL_MS = 15_000;
/** As many as are taken of one service; machine and agent have the rest. */
const SERVICE_SERIES = 150;
const GOALS = { rssBytes: 15e6, core: 0.004 };

const path = process.env.PATH ?? '';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' }, json: { type: 'boolean' } } });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error('--minutes: expected a number above 0');
  let samples = 0;
  const lab = await startIdleLab(path, (arrival) => {
    samples += samplesIn(arrival);
  });
  const exporter = await startExporter();
  try {
    const bare = await lab.start({ name: 'bare' });
    const shipping = await lab.start({
      ...{ name: 'shipping', settings: { ingestUrl: lab.hubUrl }, series: SERVICE_SERIES },
    });
    await delay(WARM_UP_MS);
    samples = 0;
    const [ofShipping, ofBare, ofExporter] = await Promise.all([
      watch(shipping, minutes),
      watch(bare, minutes),
      exporter && watch(exporter.child, minutes),
    ]);
    const series = Math.round(samples / ((minutes * 60_000) / INTERVAL_MS));
    report({ minutes, series, shipping: ofShipping, bare: ofBare, exporter: ofExporter }, values.json ?? false);
  } finally {
    await exporter?.close();
    await lab.close();
  }
}

function samplesIn({ path: route, body }: Arrival): number {
  if (route !== '/ingest/v1/metrics') return 0;
  return decodeWriteRequest(uncompress(body)).reduce((sum, series) => sum + series.samples.length, 0);
}

async function startExporter(): Promise<{ child: Child; close(): Promise<void> } | null> {
  const names = ['node_exporter', 'prometheus-node-exporter'];
  const [program] = (await Promise.all(names.map((name) => findProgram(name, path)))).filter((found) => found !== null);
  if (program === undefined) return null;
  const address = `127.0.0.1:${await freePort()}`;
  const child = new Child(program, [`--web.listen-address=${address}`]);
  const scrape = async (): Promise<boolean> => {
    const answer = await fetch(`http://${address}/metrics`);
    await answer.text();
    return answer.ok;
  };
  await child.until(scrape, 20_000);
  const timer = setInterval(() => void scrape().catch(() => false), INTERVAL_MS);
  return {
    child,
    async close() {
      clearInterval(timer);
      await child.end();
    },
  };
}

interface Report {
  minutes: number;
  /** Samples that arrived in 15 s. */
  series: number;
  shipping: Figures;
  bare: Figures;
  exporter: Figures | null;
}

function report(figures: Report, json: boolean): void {
  const { minutes, series, shipping, bare, exporter } = figures;
  const delta: Figures = {
    rssBytes: shipping.rssBytes - bare.rssBytes,
    anonymousBytes: shipping.anonymousBytes - bare.anonymousBytes,
    core: shipping.core - bare.core,
  };
  const met = delta.rssBytes <= GOALS.rssBytes && delta.core <= GOALS.core;
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...figures, delta, goals: GOALS, met, load: loadavg() })}\n`);
  } else {
    const row = (name: string, { rssBytes, anonymousBytes, core }: Figures): string =>
      `${name.padEnd(18)} RSS ${megabytes(rssBytes)} MB, anonymous ${megabytes(anonymousBytes)} MB, ${(core * 100).toFixed(2)} % of a core\n`;
    process.stdout.write(
      `${minutes} minutes, ${series} series every 15 s, load ${loadavg()[0]?.toFixed(1) ?? '?'}\n` +
        row('agent that ships', shipping) +
        row('agent without', bare) +
        row('telemetry', delta) +
        (exporter ? row('node_exporter', exporter) : 'node_exporter is not on the PATH\n') +
        `goals ≤ 15 MB, ≤ 0.4 %: ${met ? 'met' : 'MISSED'}\n`,
    );
  }
  if (!met) process.exitCode = 1;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

await main();

import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Child } from '@noderr/oci/testing';
import { ENV, type Figures, FLAGS, startIdleLab, watch } from './idle-lab.ts';

/**
 * What an agent costs that has nothing to do: RSS, anonymous memory and CPU of the bundle with the flags of the systemd
 * unit, beside an empty Node with the same flags. It manages a container on a real dockerd, reads a real contract every
 * `checkInterval`, runs its health checks every 10 s and sends a heartbeat every 10 s to a server that takes each.
 */
const WARM_UP_MS = 30_000;
const GOALS = { rssBytes: 100e6, anonymousBytes: 40e6, core: 0.005 };

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' }, json: { type: 'boolean' } } });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error('--minutes: expected a number above 0');
  const lab = await startIdleLab(process.env.PATH ?? '');
  const empty = new Child(process.execPath, [...FLAGS, '-e', 'setInterval(() => {}, 1000000)'], { env: ENV });
  try {
    const agent = await lab.start({ name: 'oracle' });
    await delay(WARM_UP_MS);
    const [ofAgent, ofEmpty] = await Promise.all([watch(agent, minutes), watch(empty, minutes)]);
    report({ minutes, agent: ofAgent, empty: ofEmpty }, values.json ?? false);
  } finally {
    await empty.end();
    await lab.close();
  }
}

function report(figures: { minutes: number; agent: Figures; empty: Figures }, json: boolean): void {
  const { minutes, agent, empty } = figures;
  const met =
    agent.rssBytes <= GOALS.rssBytes && agent.anonymousBytes <= GOALS.anonymousBytes && agent.core <= GOALS.core;
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...figures, goals: GOALS, met, load: loadavg() })}\n`);
  } else {
    const row = (name: string, { rssBytes, anonymousBytes, core }: Figures): string =>
      `${name.padEnd(14)} RSS ${megabytes(rssBytes)} MB, anonymous ${megabytes(anonymousBytes)} MB, ${(core * 100).toFixed(2)} % of a core\n`;
    process.stdout.write(
      `${minutes} minutes, load ${loadavg()[0]?.toFixed(1) ?? '?'}\n${row('idle agent', agent)}${row('empty Node', empty)}` +
        `goals ≤ 100 MB, ≤ 40 MB, ≤ 0.5 %: ${met ? 'met' : 'MISSED'}\n`,
    );
  }
  if (!met) process.exitCode = 1;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

await main();

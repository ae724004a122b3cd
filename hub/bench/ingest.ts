import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type ServerProcess, startServer } from '@noderr/alerts/testing';
import { INGEST_PATHS, LANE_HEADER } from '@noderr/protocol';
import { compress } from 'snappyjs';
import { z } from 'zod';
import { encodeWriteRequest } from '../src/testing/encode-write-request.ts';
import { newNode, TestHubFolder } from '../src/testing/test-hub.ts';
import { type TestNode } from '../src/testing/test-node.ts';
import { enrolAll } from './enrol-all.ts';
import { post, type Prepared, quantile, sendAll } from './sender.ts';

/**
 * Pushes of nodes that the gateway takes per second of one core, beside a Prometheus that receives the same batches
 * without it; how long they take at the rate of 10 000 nodes; and what a storm of backlogs does to heartbeats.
 */
/** What a node ships at most: 200 series every 15 s. */
const SERIES = 200;
const STEP_MS = 15_000;
/** 10 000 nodes, each every 15 s. */
const PER_SECOND = 667;
const CONNECTIONS = 32;
const WARM_ROUNDS = 5;
/** An agent's largest batch. */
const BACKLOG_SAMPLES = 2_000;
const STORM_CONNECTIONS = 64;
const HEARTBEATS_PER_SECOND = 100;
const CLOCK_TICKS_PER_SECOND = 100;

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '500' },
    runs: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '15' },
  },
});
const NODES = Number(values.nodes);
const RUNS = Number(values.runs);
const PACED_S = Number(values.seconds);

const HEADERS = {
  'content-type': 'application/x-protobuf',
  'content-encoding': 'snappy',
  'x-prometheus-remote-write-version': '0.1.0',
};
const UNLIMITED = {
  ingestBytesPerSecond: 100_000_000,
  ingestSamplesPerSecond: 1_000_000,
  ingestSeriesPerNode: 1_000_000,
};

async function main(): Promise<void> {
  const folder = new TestHubFolder();
  const closers: (() => Promise<void>)[] = [];
  try {
    const behind = await prometheus(folder.path, 'behind');
    closers.push(() => behind.server.close());
    const alone = await prometheus(folder.path, 'alone');
    closers.push(() => alone.server.close());
    const nodes = Array.from({ length: NODES }, newNode);
    folder.settings({ ingestPort: 0, prometheusUrl: behind.pushUrl, ...UNLIMITED });
    await enrolAll(join(folder.path, 'hub.sqlite'), nodes);
    const child = fork(fileURLToPath(new URL('bench-hub.ts', import.meta.url)), [join(folder.path, 'hub.json')]);
    closers.push(async () => {
      child.send({ ask: 'stop' });
      await once(child, 'exit');
    });
    const hub = z.object({ url: z.string(), ingestUrl: z.string() }).parse((await once(child, 'message'))[0]);
    await measure({ child, hub, behind, alone, nodes });
  } finally {
    for (const close of closers.reverse()) await close();
    await folder.remove();
  }
}

interface Bench {
  child: ChildProcess;
  hub: { url: string; ingestUrl: string };
  behind: Receiver;
  alone: Receiver;
  nodes: readonly TestNode[];
}

interface Receiver {
  server: ServerProcess;
  pushUrl: string;
  cpuUs: () => number;
}

async function measure({ child, hub, behind, alone, nodes }: Bench): Promise<void> {
  let at = Date.now() - 3_600_000;
  /** A batch of each node, one step later than the one before. */
  const round = (): { node: TestNode; body: Buffer }[] => {
    at += STEP_MS;
    return nodes.map((node) => ({ node, body: batch(node, SERIES, at) }));
  };
  const toHub = ({ node, body }: { node: TestNode; body: Buffer }): Prepared => ({
    url: hub.ingestUrl + INGEST_PATHS.metrics,
    headers: { ...HEADERS, authorization: node.headers(INGEST_PATHS.metrics, body).authorization ?? '' },
    body,
  });
  const bare = ({ body }: { body: Buffer }): Prepared => ({ url: alone.pushUrl, headers: HEADERS, body });

  // The first of a series costs a store more than all that follow, and the hub's code is compiled on its way.
  for (let warm = 0; warm < WARM_ROUNDS; warm += 1) {
    for (const to of [toHub, bare]) await sendAll(round().map(to), { connections: CONNECTIONS });
  }

  const costs = [];
  for (let run = 0; run < RUNS; run += 1) {
    const batches = [...round(), ...round()];
    const before = { hub: await cpuOf(child), behind: behind.cpuUs(), alone: alone.cpuUs() };
    await sendAll(batches.map(toHub), { connections: CONNECTIONS });
    const hubUs = ((await cpuOf(child)) - before.hub) / batches.length;
    const behindUs = (behind.cpuUs() - before.behind) / batches.length;
    await sendAll(batches.map(bare), { connections: CONNECTIONS });
    costs.push({ hubUs, behindUs, aloneUs: (alone.cpuUs() - before.alone) / batches.length });
  }

  const rounds = Math.ceil((PACED_S * PER_SECOND) / NODES);
  const paced = Array.from({ length: rounds }, round).flat();
  const options = { connections: CONNECTIONS, perSecond: PER_SECOND };
  const through = await sendAll(
    paced.map((one) => () => toHub(one)),
    options,
  );
  const without = await sendAll(paced.map(bare), options);
  const storm = await heartbeatsInStorm(hub, nodes, at);
  report(costs, { through, without }, storm);
}

/** Heartbeats at the rate of 1 000 nodes, alone and while more backlogs than places push all they have. */
async function heartbeatsInStorm(
  hub: Bench['hub'],
  nodes: readonly TestNode[],
  from: number,
): Promise<{ calm: number[]; stormy: number[] }> {
  const path = '/node/v1/heartbeat';
  const beats = (): Prepared[] =>
    Array.from({ length: 10 * HEARTBEATS_PER_SECOND }, (_, n) => nodes[n % nodes.length]).flatMap((node) => {
      if (!node) return [];
      const body = Buffer.from(JSON.stringify(node.heartbeat()));
      return [{ url: hub.url + path, headers: node.headers(path, body), body }];
    });
  const paced = { connections: CONNECTIONS, perSecond: HEARTBEATS_PER_SECOND };
  const calm = await sendAll(beats(), paced);

  const agent = new Agent({ keepAlive: true, maxSockets: STORM_CONNECTIONS });
  const prepared = nodes.slice(0, STORM_CONNECTIONS).map((node) => {
    const body = batch(node, BACKLOG_SAMPLES, from - STEP_MS / 2);
    const authorization = node.headers(INGEST_PATHS.metrics, body).authorization ?? '';
    const headers = { ...HEADERS, authorization, [LANE_HEADER]: 'backlog' };
    return { url: hub.ingestUrl + INGEST_PATHS.metrics, headers, body };
  });
  let over = false;
  const pushers = prepared.map(async (item) => {
    // A refused one comes back as an agent that ignores Retry-After would: at once, but not in a closed loop.
    while (!over) {
      if ((await post(agent, item)) !== 204) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  const stormy = await sendAll(beats(), paced);
  over = true;
  await Promise.all(pushers);
  agent.destroy();
  return { calm, stormy };
}

function batch(node: TestNode, series: number, at: number): Buffer {
  const made = Array.from({ length: series }, (_, n) => {
    const labels = [
      ['__name__', `trading_order_latency_seconds_bucket`],
      ['cluster', 'noderr'],
      ['le', String(n % 10)],
      ['market', `ETH-${Math.floor(n / 10)}`],
      ['node_id', node.nodeId],
      ['service', 'node'],
      ['tier', 'ALL'],
    ] as const;
    return { labels, samples: [[Math.random() * 1_000, at]] as const };
  });
  return compress(encodeWriteRequest(made));
}

async function prometheus(parent: string, name: string): Promise<Receiver> {
  const config = join(parent, `${name}.yml`);
  writeFileSync(config, JSON.stringify({ storage: { tsdb: { out_of_order_time_window: '36h' } } }));
  const server = await startServer('prometheus', (address) => [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(parent, name)}`,
    `--web.listen-address=${address}`,
    '--web.enable-remote-write-receiver',
  ]);
  return { server, pushUrl: `${server.url}/api/v1/write`, cpuUs: () => cpuUsOf(server.pid) };
}

/** User and system time, from /proc/PID/stat. */
function cpuUsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND) * 1e6;
}

async function cpuOf(child: ChildProcess): Promise<number> {
  const answer = once(child, 'message');
  child.send({ ask: 'cpu' });
  return z.object({ cpuUs: z.number() }).parse((await answer)[0]).cpuUs;
}

function report(
  costs: readonly { hubUs: number; behindUs: number; aloneUs: number }[],
  { through, without }: { through: number[]; without: number[] },
  { calm, stormy }: { calm: number[]; stormy: number[] },
): void {
  const median = (of: (cost: (typeof costs)[number]) => number): number => quantile(costs.map(of), 0.5);
  const [hubUs, behindUs, aloneUs] = [
    median((one) => one.hubUs),
    median((one) => one.behindUs),
    median((one) => one.aloneUs),
  ];
  const cost = (us: number): string => `${us.toFixed(0).padStart(6)} µs   ${Math.round(1e6 / us)} a second of one core`;
  const latency = (ms: number[]): string =>
    `p50 ${quantile(ms, 0.5).toFixed(1)} ms   p99 ${quantile(ms, 0.99).toFixed(1)} ms`;
  const lines = [
    `${NODES} nodes, ${SERIES} series a push, ${RUNS} runs of ${2 * NODES} pushes, medians, CPU time of each process`,
    `gateway, one push           ${cost(hubUs)}`,
    `Prometheus behind it        ${cost(behindUs)}`,
    `Prometheus alone            ${cost(aloneUs)}`,
    `gateway / Prometheus alone  ${(hubUs / aloneUs).toFixed(2)}`,
    `at ${PER_SECOND} pushes a second for ${PACED_S} s, all on this machine:`,
    `through the gateway         ${latency(through)}`,
    `Prometheus alone            ${latency(without)}`,
    `heartbeats, ${HEARTBEATS_PER_SECOND} a second:`,
    `calm                        ${latency(calm)}`,
    `in a storm of backlogs      ${latency(stormy)}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

await main();
